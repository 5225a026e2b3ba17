import { setTimeout as wait } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';

import { asKeepsakeError } from '../../core/errors';
import { FILE_UID } from '../../core/media/media-of-record';
import { compareTouched, commitTouched } from '../../core/snapshot/touch-snapshot';
import type { Touched, TouchedType } from '../../core/snapshot/touch-snapshot';
import type { Manifest, Repository } from '../../core/repository/repository';
import { Reader } from '../../core/snapshot/reader';
import type { ReadRecord } from '../../core/snapshot/reader';
import type { ReadPlan } from '../../core/snapshot/read-plan';
import { pluginVersion } from '../../plugin-version';
import type { HeldLock } from '../jobs/lock-service';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { SITE } from '../projects/project-service';
import { keepsakeConfig } from '../repository/private-directory';
import { assertListed, commitSnapshot } from '../snapshots/commit-snapshot';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { parentOf } from '../snapshots/parent-of';
import { createTouchedQueue } from './touched-queue';
import type { TouchedDocuments } from './touched-queue';
import { nextVersionNumber } from './version-numbers';
import { committed, VERSION_UID } from './version-row';
import type { VersionRow } from './version-row';
import { watchContent } from './watch-content';

/**
 * Versions that make themselves (settings `versions.auto`):
 *
 *   a row changes ──commit──▶ queue (a set, bounded) ──waitSeconds after the first──▶ read the touched documents, few at
 *      ▲                                                                              a time ──▶ lock ──▶ compare with the
 *      └──────────────── put back, tried again later ◀── busy, or it failed ◀──────── last snapshot ──▶ commit upon it
 *
 * One version is under way at a time, and what changes meanwhile is in the next one. Who changes content never waits.
 */
export interface AutoVersionService {
  /** Begins to watch; does nothing where no content type asks for it. */
  start(): void;
  /** Makes a version of what is queued now. Never throws: what could not be done stays queued. */
  flush(): Promise<void>;
  /** Stops watching, and makes the last version where that is possible in time. */
  stop(): Promise<void>;
  /** How many documents wait for their version. */
  waiting(): number;
}

/** Documents kept by name; more than these are looked for in all content. */
const MOST_WAITING = 10_000;
/** Documents of one version: what is read of them is in memory. */
const MOST_AT_ONCE = 1000;
/** Documents read in one go: on SQLite nothing else is read or written meanwhile. */
const READ_AT_ONCE = 5;
const PAUSE_MS = 4;
const MOST_NAMED = 100;
const MOST_WAIT_MS = 10 * 60_000;
const LAST_FLUSH_MS = 10_000;

export function createAutoVersionService({ strapi }: { strapi: Core.Strapi }): AutoVersionService {
  const settings = keepsakeConfig(strapi).versions;
  const queue = createTouchedQueue(MOST_WAITING);
  const versions = () => ownRows<VersionRow>(strapi, VERSION_UID);
  let unwatch: (() => void) | null = null;
  let timer: NodeJS.Timeout | null = null;
  let flushing: Promise<void> | null = null;
  let failures = 0;

  const service: AutoVersionService = {
    start() {
      const asked = Object.entries(settings.auto);
      if (asked.length === 0) return;
      const { types } = compileReadPlan(strapi);
      const known = new Set(types.filter(({ part }) => part === 'content').map(({ uid }) => uid));
      for (const [uid] of asked.filter(([one]) => !known.has(one)))
        strapi.log.warn(`keepsake: versions.auto names ${uid}, which is no content type of this site.`);
      const auto = Object.fromEntries(asked.filter(([uid]) => known.has(uid)));
      if (Object.keys(auto).length > 0) unwatch = watchContent(strapi, auto, queue, schedule);
    },

    async flush() {
      flushing ??= flushNow().finally(() => (flushing = null));
      return flushing;
    },

    async stop() {
      unwatch?.();
      unwatch = null;
      if (timer) clearTimeout(timer);
      timer = null;
      await flushing;
      if (queue.isEmpty) return;
      await Promise.race([service.flush(), wait(LAST_FLUSH_MS, undefined, { ref: false })]);
    },

    waiting: () => queue.size,
  };

  function schedule(): void {
    if (timer || !unwatch) return;
    const delay = Math.min(settings.waitSeconds * 1000 * 2 ** failures, MOST_WAIT_MS);
    timer = setTimeout(() => {
      timer = null;
      void service.flush();
    }, delay);
    timer.unref();
  }

  async function flushNow(): Promise<void> {
    const taken = queue.take(MOST_AT_ONCE);
    try {
      if (taken.everything) await makeWhole();
      else if (taken.documents.size > 0) await makeTouched(taken);
      failures = 0;
    } catch (caught) {
      queue.putBack(taken);
      const error = asKeepsakeError(caught);
      // A backup under way is nothing to worry about: it is tried again once that is done.
      if (error.code !== 'repository_busy') failures = Math.min(failures + 1, 10);
      if (error.code !== 'repository_busy')
        strapi.log.warn(`keepsake: no version was made by itself, it is tried again: ${error.message}`);
    }
    if (!queue.isEmpty) schedule();
  }

  /** More changed than can be named: all content is read, in a thread, as for a version that somebody asks for. */
  async function makeWhole(): Promise<void> {
    strapi.log.warn(
      'keepsake: more changed at once than is followed entry by entry; a whole version is made.',
    );
    await pluginService(strapi, 'locks').hold(async (lock) => {
      const repository = await pluginService(strapi, 'repository').openToWrite();
      await wholeVersion(repository, lock);
      await prune(lock);
    });
  }

  async function wholeVersion(repository: Repository, lock: HeldLock): Promise<void> {
    await withRow([], async (row, details) => {
      const { documentId: id, project, startedAt: createdAt, strapiVersion } = row;
      const order = { id, project, kind: 'version' as const, note: null, createdAt, strapiVersion };
      return commitSnapshot(strapi, repository, { ...order, settings: details }, { lock });
    });
  }

  async function makeTouched(taken: TouchedDocuments): Promise<void> {
    const plan = compileReadPlan(strapi);
    const types = await readTouched(strapi, plan, taken);
    await pluginService(strapi, 'locks').hold(async (lock) => {
      const repository = await pluginService(strapi, 'repository').openToWrite();
      const parent = await parentOf(strapi, repository, SITE);
      const isTrusted = !(await pluginService(strapi, 'repository').isDistrusted());
      const previous = parent && isTrusted ? await repository.readManifest(parent.id) : null;
      // Without a predecessor of the same schema there is nothing that the touched documents could be put into.
      const isSame = previous?.schema.hash === repository.hash('plan', Buffer.from(JSON.stringify(plan)));
      if (!previous || !isSame) await wholeVersion(repository, lock);
      else await touchedVersion(repository, previous, types, lock);
      await prune(lock);
    });
  }

  async function touchedVersion(
    repository: Repository,
    previous: Manifest,
    types: TouchedType[],
    lock: HeldLock,
  ): Promise<void> {
    const touched = await compareTouched(repository, previous, types);
    if (touched.documents.length === 0) return;
    await withRow(namesOf(touched), async (row, details) =>
      pluginService(strapi, 'quota').within(repository, lock, async (room) => {
        await lock.assertHeld();
        // Room was made, and what this one is upon may have gone for it.
        assertListed(repository, previous.id);
        const result = await commitTouched(repository, touched, {
          id: row.documentId,
          note: null,
          createdAt: row.startedAt,
          pluginVersion,
          strapiVersion: row.strapiVersion,
          settings: { ...previous.settings, ...details },
          room,
        });
        await lock.assertHeld();
        await repository.refresh();
        assertListed(repository, row.documentId);
        await pluginService(strapi, 'repository').record();
        return result;
      }),
    );
  }

  /** A version that fails leaves no row: it is made with the next one. */
  async function withRow(
    touched: { uid: string; documentId: string }[],
    make: (
      row: VersionRow,
      settings: Record<string, unknown>,
    ) => Promise<{ manifest: Manifest; storedBytes: number }>,
  ): Promise<void> {
    const number = await nextVersionNumber(strapi, SITE);
    const row = await versions().create({
      data: {
        project: SITE,
        number,
        origin: 'auto',
        pinned: false,
        state: 'running',
        startedAt: new Date().toISOString(),
        pluginVersion,
        strapiVersion: strapi.config.get('info.strapi') as string,
      },
    });
    const where = { documentId: row.documentId };
    try {
      const version = { number, origin: 'auto', label: null, author: null, pinned: false, touched };
      const { manifest, storedBytes } = await make(row, { version });
      await versions().update({ where, data: { ...committed(manifest), storedBytes } });
    } catch (error) {
      await versions().delete({ where });
      throw error;
    }
  }

  /** Once a tenth too many are there, the oldest go together: each removal looks at what all others need. */
  async function prune(lock: HeldLock): Promise<void> {
    const where = { project: SITE, origin: 'auto', pinned: false, state: { $ne: 'running' } };
    const many = await versions().count({ where });
    const { keepAuto } = settings;
    if (many <= keepAuto + Math.ceil(keepAuto / 10)) return;
    const doomed = await versions().findMany({
      where,
      select: ['documentId'],
      orderBy: { number: 'asc' },
      limit: many - keepAuto,
    });
    await pluginService(strapi, 'versions').removeAll(
      doomed.map(({ documentId }) => documentId),
      lock,
    );
  }

  return service;
}

function namesOf({ documents }: Touched): { uid: string; documentId: string }[] {
  return documents.slice(0, MOST_NAMED);
}

/** The rows of the touched documents, and of the library's entries that they show. */
async function readTouched(
  strapi: Core.Strapi,
  plan: ReadPlan,
  { documents }: TouchedDocuments,
): Promise<TouchedType[]> {
  const types: TouchedType[] = [];
  for (const [uid, ids] of documents) types.push(await readType(strapi, plan, uid, [...ids]));
  const files = new Set(types.flatMap(({ records }) => records.flatMap(({ bodyJson }) => filesIn(bodyJson))));
  if (files.size > 0) types.push(await readType(strapi, plan, FILE_UID, [...files]));
  return types;
}

/**
 * A few documents at a time, each lot as of one instant, with pauses: this is the process that answers requests, and on
 * SQLite there is one connection for all.
 */
async function readType(
  strapi: Core.Strapi,
  plan: ReadPlan,
  uid: string,
  documentIds: string[],
): Promise<TouchedType> {
  const records: ReadRecord[] = [];
  const type = plan.types.find((one) => one.uid === uid);
  for (let from = 0; type && from < documentIds.length; from += READ_AT_ONCE) {
    const some = documentIds.slice(from, from + READ_AT_ONCE);
    await strapi.db.connection.transaction(
      async (trx) => {
        for await (const batch of new Reader(trx, plan).read(type, { documentIds: some }))
          records.push(...batch);
      },
      plan.client === 'sqlite' ? {} : { isolationLevel: 'repeatable read', readOnly: true },
    );
    await wait(PAUSE_MS);
  }
  return { uid, documentIds, records };
}

/** Links of a record's text to the media library. */
function filesIn(bodyJson: string): string[] {
  return [...bodyJson.matchAll(FILE_LINK)].map(([, documentId]) => documentId!);
}

/** Keys stand in their order: `{"d":"…","o":1,"t":"plugin::upload.file"}`. */
const FILE_LINK = /\{"d":"([^"\\]+)"[^{}]*"t":"plugin::upload\.file"/g;
