export type Role = 'all' | 'web' | 'worker' | 'cli';

const ROLES: readonly Role[] = ['all', 'web', 'worker', 'cli'];

/**
 * What this process is for, from `KEEPSAKE_ROLE` (default `all`).
 *
 * @throws Error for a value that is none of `all`, `web`, `worker`, `cli`
 */
export function currentRole(): Role {
  const role = process.env.KEEPSAKE_ROLE || 'all';
  const found = ROLES.find((known) => known === role);
  if (!found) throw new Error(`KEEPSAKE_ROLE is "${role}"; it must be one of ${ROLES.join(', ')}.`);
  return found;
}
