/** First parts of the admin panel's addresses after which there may be an id; see controllers/guards. */
export const GUARDED_SUBJECTS = [
  'projects',
  'backups',
  'versions',
  'diffs',
  'schedules',
  'jobs',
  'exports',
  'links',
  'templates',
] as const;

export type GuardedSubject = (typeof GUARDED_SUBJECTS)[number];

/** Throws at boot, and not when somebody looks into what is somebody else's, for an id that nothing guards. */
export function guardedSubject(path: string): GuardedSubject | null {
  const [, subject = '', parameter] = path.split('/');
  if (!parameter?.startsWith(':')) return null;
  const found = GUARDED_SUBJECTS.find((one) => one === subject);
  if (!found) throw new Error(`Nothing knows of whom the ids below /${subject} are.`);
  return found;
}
