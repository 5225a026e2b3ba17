/** An address that a reader may be led to; null for what would run something, or leads nowhere outside of its site. */
export function safeLink(address: unknown): string | null {
  if (typeof address !== 'string') return null;
  const trimmed = address.trim();
  return /^(https?:\/\/|mailto:|tel:)[^\s"'<>]+$/i.test(trimmed) ? trimmed : null;
}
