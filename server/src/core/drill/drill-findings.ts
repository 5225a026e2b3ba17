import type { Problem } from '../../../../shared/contracts/errors';

/** Differences that are named one by one; the others are counted. */
const MOST_NAMED = 100;

/** What a drill has compared so far, and what it met. */
export class DrillFindings {
  documents = 0;
  records = 0;
  files = 0;
  bytes = 0;
  differenceCount = 0;
  readonly differences: Problem[] = [];
  readonly notices: Problem[] = [];
  /** Content types that could not be compared, since the site no longer has them as they were. */
  readonly changedTypes = new Set<string>();
  /** Objects of the storage that cannot be read. */
  readonly damagedObjects = new Set<string>();

  differs(problem: Problem): void {
    this.differenceCount += 1;
    if (this.differences.length < MOST_NAMED) this.differences.push(problem);
  }

  note(problem: Problem): void {
    if (this.notices.length < MOST_NAMED) this.notices.push(problem);
  }
}
