import type { Core } from '@strapi/strapi';

import type {
  Activity,
  ActivityAction,
  ActivityFilter,
  ActivityOutcome,
  Actor,
} from '../../../../shared/contracts/activity';
import { asKeepsakeError } from '../../core/errors';
import { ownRows } from '../own-rows';
import { inSight } from '../projects/sight';
import type { Sight } from '../projects/sight';
import { keepsakeConfig } from '../repository/private-directory';
import { toActivity } from './activity-row';
import type { ActivityRow } from './activity-row';
import { announceActivity } from './announce-activity';
import { plainDetails, shortText } from './plain-details';
import { whoActs } from './who-acts';

/**
 * Who did what, when, from where, and what came of it. Rows are only ever added: nothing here, no route and no query of
 * the plugin changes one, and only age removes them.
 */
export interface ActivityService {
  /**
   * Notes something that was done. Who did it and from where is known from the request, or given. Never throws: what
   * was done is done, and where the row cannot be written the server's log keeps it.
   */
  record(event: ActivityEvent): Promise<void>;
  /** Carries out `work`, and notes that it was done, or with which code it failed. */
  during<T>(event: ActivityEvent, work: () => Promise<T>): Promise<T>;
  list(
    filter: ActivityFilter,
    viewer: ActivityViewer,
    page: number,
    pageSize: number,
  ): Promise<{ activities: Activity[]; total: number }>;
  /** All that the filter lets through, newest first, a page at a time. */
  stream(filter: ActivityFilter, viewer: ActivityViewer): AsyncGenerator<Activity[]>;
  /** Removes what is older than `activity.keepDays`. To be called by the maintenance alone. */
  cleanUp(): Promise<{ removed: number }>;
}

export interface ActivityEvent {
  action: ActivityAction;
  /** Default: succeeded. */
  outcome?: ActivityOutcome;
  /** Default: whoever is behind the request that is answered just now. */
  actor?: Actor;
  /** Slug of the project. */
  project?: string | null;
  object?: { type: string; id?: string | null; name?: string | null };
  /** Few and short. Names and values that look like secrets are left out. */
  details?: Record<string, unknown>;
}

/** Who looks: without `showsAll` no addresses, and of exports, shares and downloads only one's own. */
export interface ActivityViewer {
  adminId: string | null;
  showsAll: boolean;
  /** What was done in these projects; of what is of none, only one's own. */
  sight: Sight;
}

export const ACTIVITY_UID = 'plugin::keepsake.activity';

/** What one admin does with exports is not for every reader of backups to see. */
const OWN_ONLY: readonly ActivityAction[] = [
  'export.create',
  'export.delete',
  'export.download',
  'export.change',
  'share.create',
  'share.revoke',
  'share.download',
  'template.create',
  'template.change',
  'template.delete',
  'ticket.create',
];

const DAY_MS = 24 * 60 * 60 * 1000;
const STREAM_ROWS = 500;

export function createActivityService({ strapi }: { strapi: Core.Strapi }): ActivityService {
  const rows = () => ownRows<ActivityRow>(strapi, ACTIVITY_UID);

  const service: ActivityService = {
    async record({ action, outcome = 'succeeded', actor, project = null, object, details = {} }) {
      const by = actor ?? whoActs(strapi);
      const data = {
        at: new Date().toISOString(),
        action,
        outcome,
        actorKind: by.kind,
        actorId: by.id,
        actorName: by.name && shortText(by.name),
        ip: by.ip,
        project,
        objectType: object?.type ?? null,
        objectId: object?.id ?? null,
        objectName: object?.name ? shortText(object.name) : null,
        details: plainDetails(details),
      };
      try {
        const row = await rows().create({ data });
        await announceActivity(strapi, toActivity(row, true));
      } catch (error) {
        strapi.log.error(`keepsake: this could not be noted in the activity log: ${JSON.stringify(data)}`);
        strapi.log.error(error);
      }
    },

    async during(event, work) {
      try {
        const result = await work();
        await service.record(event);
        return result;
      } catch (caught) {
        const { code, message } = asKeepsakeError(caught);
        const error = code === 'unexpected' ? { error: code } : { error: code, message };
        await service.record({ ...event, outcome: 'failed', details: { ...event.details, ...error } });
        throw caught;
      }
    },

    async list(filter, viewer, page, pageSize) {
      const where = whereOf(filter, viewer);
      const found = await rows().findMany({
        where,
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        offset: (page - 1) * pageSize,
        limit: pageSize,
      });
      const activities = found.map((row) => toActivity(row, viewer.showsAll));
      return { activities, total: await rows().count({ where }) };
    },

    async *stream(filter, viewer) {
      const where = whereOf(filter, viewer);
      let before: number | null = null;
      for (;;) {
        const found: (ActivityRow & { id: number })[] = (await rows().findMany({
          where: before === null ? where : { $and: [where, { id: { $lt: before } }] },
          orderBy: { id: 'desc' },
          limit: STREAM_ROWS,
        })) as (ActivityRow & { id: number })[];
        if (found.length > 0) yield found.map((row) => toActivity(row, viewer.showsAll));
        if (found.length < STREAM_ROWS) return;
        before = found.at(-1)!.id;
      }
    },

    async cleanUp() {
      const { keepDays } = keepsakeConfig(strapi).activity;
      const before = new Date(Date.now() - keepDays * DAY_MS);
      const removed = await rows().count({ where: { at: { $lt: before } } });
      if (removed === 0) return { removed };
      // Not by a query, which `keepAppendOnly` refuses.
      await strapi.db
        .queryBuilder(ACTIVITY_UID)
        .delete()
        .where({ at: { $lt: before } })
        .execute({ mapResults: false });
      await service.record({ action: 'activity.prune', details: { removed, keepDays } });
      return { removed };
    },
  };

  return service;
}

function whereOf(filter: ActivityFilter, { adminId, showsAll, sight }: ActivityViewer): object {
  const { action, outcome, actor, actorKind, project, from, to } = filter;
  const all: object[] = [];
  if (action) all.push({ action });
  if (outcome) all.push({ outcome });
  if (actor) all.push({ actorName: { $containsi: actor } });
  if (actorKind) all.push({ actorKind });
  if (project) all.push({ project });
  if (from) all.push({ at: { $gte: new Date(from) } });
  if (to) all.push({ at: { $lt: new Date(to) } });
  const own = adminId === null ? [] : [{ actorKind: 'admin', actorId: adminId }];
  if (!showsAll) all.push({ $or: [{ action: { $notIn: OWN_ONLY } }, ...own] });
  if (sight !== null) {
    const ofNone = own.map((one) => ({ ...one, project: { $null: true } }));
    all.push({ $or: [inSight(sight), ...ofNone] });
  }
  return { $and: all };
}
