import { createHash } from 'node:crypto';

import { isInSight } from '../projects/sight';
import type { Sight } from '../projects/sight';

/**
 * Who was let read jobs a moment ago, so that they can follow a restore to its end while the database cannot be asked
 * who may. Tokens are kept as digests, in memory only, and none longer than this.
 */
export interface ReaderService {
  /** To be called once a route has let a request with this header read. */
  note(authorization: string, sight: Sight): void;
  /** Whether that header was let in within a minute before `time`, by somebody who sees this project. */
  mayRead(authorization: string, time: number, project: string): boolean;
}

const REMEMBERED_MS = 60_000;

export function createReaderService(): ReaderService {
  /** When each was let in last, the latest at the end. */
  const readers = new Map<string, { at: number; sight: Sight }>();

  return {
    note(authorization, sight) {
      const now = Date.now();
      const digest = digestOf(authorization);
      readers.delete(digest);
      readers.set(digest, { at: now, sight });
      for (const [known, { at }] of readers) {
        if (at > now - REMEMBERED_MS) break;
        readers.delete(known);
      }
    },

    mayRead(authorization, time, project) {
      const found = readers.get(digestOf(authorization));
      return found !== undefined && found.at > time - REMEMBERED_MS && isInSight(found.sight, project);
    },
  };
}

function digestOf(authorization: string): string {
  return createHash('sha256').update(authorization).digest('hex');
}
