import { open } from 'node:fs/promises';

import type { Knex } from 'knex';

import { KeepsakeError } from '../../core/errors';

/** What is used of better-sqlite3's own connection. */
interface NativeConnection {
  backup(path: string, options: { progress: (state: CopyState) => number }): Promise<unknown>;
}

interface CopyState {
  remainingPages: number;
}

/** Pages copied between two turns of the event loop, about a millisecond's work. */
const STEP = 100;
/** Pages few enough to be copied while the site's only connection is kept from everybody else. */
const LAST = 256;
const ALL = 0x7fff_ffff;
/** Another process that keeps writing makes SQLite begin anew each time; then the copy is made in one go. */
const MOST_TRIES = 5;

/**
 * Copies a SQLite database as of one instant by SQLite's online backup, on the site's own connection: what that writes
 * meanwhile goes into the copy too, whereas from a second connection the copy starts over with each write.
 *
 *   copying, others use the connection ──few pages left──▶ paused, the copy is flushed to the disk
 *      ▲                                                      │ the connection is free: no transaction is open
 *      └──many pages again: another process wrote──────────── ▼
 *                                                    held, the last pages ──▶ done
 *
 * Held all the way, a copy of 107 MB makes a write wait 290 ms; without holding the end, the copy could hold half of a
 * transaction; without flushing beforehand, its end keeps the event loop for 100 ms.
 */
export async function copySqliteFile(live: Knex, copy: string): Promise<void> {
  const connection = (await live.client.acquireConnection()) as NativeConnection;
  await live.client.releaseConnection(connection);
  const end = new QuietEnd(live, copy, connection);
  try {
    await connection.backup(copy, { progress: ({ remainingPages }) => end.nextStep(remainingPages) });
  } finally {
    await end.release();
  }
}

/** Brings about the moment in which the copy can be ended. */
class QuietEnd {
  #waiting: Promise<void> | null = null;
  #held = false;
  #failure: unknown = null;
  #tries = 0;

  constructor(
    private readonly live: Knex,
    private readonly copy: string,
    private readonly connection: NativeConnection,
  ) {}

  /** How many pages to copy next; none while the end is being prepared. */
  nextStep(remaining: number): number {
    if (this.#failure) throw this.#failure;
    if (this.#held) {
      if (remaining <= LAST || this.#tries >= MOST_TRIES) return ALL;
      void this.release();
      return STEP;
    }
    if (this.#waiting) return 0;
    if (remaining > LAST) return STEP;
    this.#tries += 1;
    this.#waiting = this.#prepare().catch((error: unknown) => void (this.#failure = error));
    return 0;
  }

  async release(): Promise<void> {
    await this.#waiting;
    if (!this.#held) return;
    this.#held = false;
    this.#waiting = null;
    await this.live.client.releaseConnection(this.connection);
  }

  async #prepare(): Promise<void> {
    const file = await open(this.copy, 'r+');
    try {
      await file.datasync();
    } finally {
      await file.close();
    }
    const held = (await this.live.client.acquireConnection()) as NativeConnection;
    if (held === this.connection) {
      this.#held = true;
      return;
    }
    await this.live.client.releaseConnection(held);
    throw new KeepsakeError(
      'database_reconnected',
      'The connection to the database was replaced while it was copied.',
      {
        hint: 'Nothing was kept; make the backup again.',
        transient: true,
      },
    );
  }
}
