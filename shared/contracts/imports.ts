import type { RestorePlan } from './restores';

/**
 * `own`: an archive that this site made; it is restored as a backup is. `foreign`: anything else; it goes through
 * Strapi's own validation, with the rights of who imports it.
 */
export type ImportTrust = 'own' | 'foreign';

export interface ImportPlan extends RestorePlan {
  trust: ImportTrust;
}
