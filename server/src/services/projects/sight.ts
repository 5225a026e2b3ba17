/** Slugs of the projects that who asks may see; null for every one. */
export type Sight = string[] | null;

/** For a query on rows that are of a project. */
export function inSight(sight: Sight): object {
  return sight === null ? {} : { project: { $in: sight } };
}

export function isInSight(sight: Sight, project: string): boolean {
  return sight === null || sight.includes(project);
}
