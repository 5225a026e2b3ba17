import type { MovedEntry } from '../../../../shared/contracts/restores';
import { KeepsakeError } from '../../core/errors';

const MOST_NAMED = 3;
/** Entries that a job's row names. */
const MOST_KEPT = 100;

/** Content changed between a preview and what was to be done of it. Names entries by their ids: labels are content. */
export class PlanMoved extends KeepsakeError {
  constructor(
    done: 'restored' | 'imported',
    /** Empty where it is not known any more. */
    readonly moved: MovedEntry[],
  ) {
    const named = moved.slice(0, MOST_NAMED).map(nameOf);
    const more = moved.length > named.length ? [`and ${moved.length - named.length} more`] : [];
    const what = named.length > 0 ? `: ${[...named, ...more].join('; ')}` : '';
    super('plan_stale', `The content changed after the preview was made${what}. Nothing was ${done}.`, {
      hint: `Look at the preview again, then ${done === 'restored' ? 'restore' : 'import'}.`,
      item: moved[0] ? placeOf(moved[0]) : '',
    });
  }

  /** As a job's row keeps it. */
  get result(): { moved: MovedEntry[] } {
    return { moved: this.moved.slice(0, MOST_KEPT) };
  }
}

function nameOf(entry: MovedEntry): string {
  if (entry.documentId === null) return `entries of ${entry.uid} were written, came or went`;
  return `${placeOf(entry)} was ${entry.kind}`;
}

function placeOf({ uid, documentId, locale, status }: MovedEntry): string {
  return [uid, documentId, locale, status].filter(Boolean).join(' ');
}
