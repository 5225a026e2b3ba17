import { canonicalJson } from '../snapshot/record';
import type { Body } from '../snapshot/record';

/**
 * The fields in which two bodies differ, without the links that lead to what the drill did not restore: to admins, for
 * example, whom no snapshot holds. Null where such links are all that differs.
 */
export function differingFields(
  stored: Body,
  back: Body,
  isOutside: (uid: string) => boolean,
): string[] | null {
  const fields = [...new Set([...Object.keys(stored), ...Object.keys(back)])].sort();
  const unequal = fields.filter((field) => canonicalJson(stored[field]) !== canonicalJson(back[field]));
  const inside = (value: unknown) => canonicalJson(withoutOutside(value, isOutside));
  const kept = unequal.filter((field) => inside(stored[field]) !== inside(back[field]));
  return kept.length === 0 && unequal.length > 0 ? null : kept;
}

function withoutOutside(value: unknown, isOutside: (uid: string) => boolean): unknown {
  if (Array.isArray(value)) {
    const inside = value.filter((one) => !leadsOutside(one, isOutside));
    // A field whose last link is gone has no list at all.
    if (inside.length === 0 && value.length > 0) return undefined;
    return inside.map((one) => withoutOutside(one, isOutside));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, withoutOutside(one, isOutside)]);
  return Object.fromEntries(entries);
}

function leadsOutside(value: unknown, isOutside: (uid: string) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { t, d } = value as { t?: unknown; d?: unknown };
  return typeof t === 'string' && typeof d === 'string' && isOutside(t);
}
