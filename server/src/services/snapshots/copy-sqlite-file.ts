import { open } from 'node:fs/promises';

import type { Knex } from 'knex';

/** What is used of better-sqlite3's own connection. */
interface NativeConnection {
  backup(path: string, options: { progress: (state: CopyState) => number }): Promise<unknown>;
}

interface CopyState {
  remainingPages: number;
}

/** Pages copied between two turns of the event loop, about a millisecond's work. */
const STEP = 100;
/** Pages between two flushes: the site's own writes wait for the disk behind what is flushed. */
const FLUSHED = 1000;
/** Another process that writes makes SQLite begin anew each time; after so many the copy is made in one step. */
const MOST_RESTARTS = 5;
const ALL = 0x7fff_ffff;

/**
 * Copies a SQLite database as of one instant by SQLite's online backup, on the site's own connection: what that writes
 * meanwhile goes into the copy too, whereas from a second connection the copy starts over with each write. A step while
 * a transaction is open does nothing (SQLITE_BUSY), so the copy ends between two transactions.
 *
 *   beginning, the connection is ours ──▶ copying, the site uses it ⇄ flushing ──▶ the last pages
 *
 * Kept to the end, the pool's only connection makes a write wait 290 ms for a copy of 107 MB. Begun within somebody's
 * transaction, better-sqlite3 would take "nothing is left" for "done" and leave an empty copy. Never flushed, the last
 * step keeps the event loop for 100 ms; flushed once, at the end, a write waits behind it for 70 ms.
 */
export async function copySqliteFile(live: Knex, copy: string): Promise<void> {
  const connection = (await live.client.acquireConnection()) as NativeConnection;
  let isOurs = true;
  const release = async () => {
    if (!isOurs) return;
    isOurs = false;
    await live.client.releaseConnection(connection);
  };
  const flushing = new Flushing(copy);
  try {
    await connection.backup(copy, {
      progress({ remainingPages }) {
        void release();
        if (flushing.isDue(remainingPages)) return 0;
        return flushing.restarts < MOST_RESTARTS ? STEP : ALL;
      },
    });
  } finally {
    await release();
  }
}

/** Brings what was written of a file to the disk, bit by bit, without keeping the event loop. */
class Flushing {
  #isUnderWay = false;
  #failure: unknown = null;
  /** Pages that were left at the last flush. */
  #flushedAt = 0;
  /** Pages that were left when it was last asked. */
  #last = Infinity;
  /** How often the copy was begun anew. */
  restarts = 0;

  constructor(private readonly path: string) {}

  /**
   * Whether to wait for a flush, which it begins where one is due: copying goes on meanwhile, one flush ahead and not
   * into the last pages. Throws what flushing threw.
   */
  isDue(remaining: number): boolean {
    if (this.#failure) throw this.#failure;
    this.#noteRestart(remaining);
    if (this.restarts >= MOST_RESTARTS) return this.#isUnderWay;
    const copied = this.#flushedAt - remaining;
    const isNearEnd = remaining <= STEP;
    const isDue = copied >= FLUSHED || (isNearEnd && copied > 0);
    if (this.#isUnderWay) return isDue || isNearEnd;
    if (isDue) this.#begin(remaining);
    return isDue && isNearEnd;
  }

  #begin(remaining: number): void {
    this.#flushedAt = remaining;
    this.#isUnderWay = true;
    void this.#flush()
      .catch((error: unknown) => (this.#failure = error))
      .finally(() => (this.#isUnderWay = false));
  }

  /** Begun anew, the copy has more left than the last time. */
  #noteRestart(remaining: number): void {
    if (remaining > this.#last) this.restarts += 1;
    if (remaining > this.#flushedAt) this.#flushedAt = remaining;
    this.#last = remaining;
  }

  async #flush(): Promise<void> {
    const file = await open(this.path, 'r+');
    try {
      await file.datasync();
    } finally {
      await file.close();
    }
  }
}
