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
/** Pages that are left to the last step, after which SQLite waits for the disk. */
const LAST = 256;

/**
 * Copies a SQLite database as of one instant by SQLite's online backup, on the site's own connection: what that writes
 * meanwhile goes into the copy too, whereas from a second connection the copy starts over with each write. A step while
 * a transaction is open does nothing (SQLITE_BUSY), so the copy ends between two transactions.
 *
 *   beginning, the connection is ours ──▶ copying, the site uses it ──few pages left──▶ flushing ──▶ the last pages
 *
 * Kept to the end, the pool's only connection makes a write wait 290 ms for a copy of 107 MB. Begun within somebody's
 * transaction, better-sqlite3 would take "nothing is left" for "done" and leave an empty copy. Without flushing
 * beforehand, the last step keeps the event loop for 100 ms.
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
        return remainingPages > LAST ? STEP : flushing.isOver() ? LAST : 0;
      },
    });
  } finally {
    await release();
  }
}

/** Brings what was written of a file to the disk, without keeping the event loop. */
class Flushing {
  #work: Promise<void> | null = null;
  #isOver = false;
  #failure: unknown = null;

  constructor(private readonly path: string) {}

  /** Begins with the first question. Throws what the flushing threw. */
  isOver(): boolean {
    if (this.#failure) throw this.#failure;
    this.#work ??= this.#flush().then(
      () => void (this.#isOver = true),
      (error: unknown) => void (this.#failure = error),
    );
    return this.#isOver;
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
