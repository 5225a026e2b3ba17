import type { Job } from './jobs';
import type { RestorePlan, RestoreSelection } from './restores';

/**
 * `own`: an archive that this site made; it is restored as a backup is. `foreign`: anything else; it goes through
 * Strapi's own validation, with the rights of who imports it.
 */
export type ImportTrust = 'own' | 'foreign';

export interface ImportPlan extends RestorePlan {
  trust: ImportTrust;
}

/**
 * `POST /keepsake/imports`, multipart: the file as `files`, this as JSON in `data`. Without a fingerprint it answers the
 * plan and changes nothing; with the plan's fingerprint, and the file once more, it answers 202 with the job.
 */
export interface ImportFile {
  request: { data: RestoreSelection & { fingerprint?: string; secret?: string } };
  response: { data: ImportPlan | Job };
}
