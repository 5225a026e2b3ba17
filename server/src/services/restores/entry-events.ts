import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import { FILE_UID } from '../../core/media/media-of-record';
import type { Applied } from '../../core/restore/apply-restore';
import type { RestoreActions, TypeActions } from '../../core/restore/restore-plan';
import { parseKeyString } from '../../core/snapshot/record';

/**
 * The events that Strapi's own services send when an entry is written: same names, same payloads, so that webhooks and
 * search indexes follow a restore. They are sent after the commit; lifecycles, which could refuse or change what is
 * written, are never run.
 */
export interface EntryEvents {
  send(applied: Applied): Promise<Problem[]>;
}

interface Event {
  name: string;
  uid: string;
  rowId: number;
}

/** Looks at the rows that are about to be deleted, of which nothing is left to send afterwards. */
export async function prepareEntryEvents(strapi: Core.Strapi, actions: RestoreActions): Promise<EntryEvents> {
  const deletions: { event: Event; entry: unknown }[] = [];
  for (const type of actions.types.filter(({ uid }) => isEntryType(strapi, uid))) {
    for (const event of deletionsOf(type))
      deletions.push({ event, entry: await readEntry(strapi, event, false) });
  }
  return {
    async send(applied) {
      const failures: string[] = [];
      const attempt = (event: Event, entry: unknown) =>
        emit(strapi, event, entry).catch((error: Error) => failures.push(error.message));
      for (const { event, entry } of deletions) await attempt(event, entry);
      for (const event of writesOf(strapi, actions, applied)) {
        await attempt(event, await readEntry(strapi, event, true));
      }
      return failures.length > 0 ? [eventsFailed(failures)] : [];
    },
  };
}

/** Settings that are no content type have no events; neither has a model that the site lost. */
function isEntryType(strapi: Core.Strapi, uid: string): boolean {
  return uid in strapi.contentTypes;
}

/** A published row that goes while its draft stays was unpublished, as Strapi calls it. */
function deletionsOf({ uid, delete: doomed }: TypeActions): Event[] {
  const placeOf = (key: string) => {
    const { documentId, locale } = parseKeyString(key);
    return `${documentId} ${locale ?? ''}`;
  };
  const drafts = new Set(
    doomed.filter(({ key }) => parseKeyString(key).status === 'draft').map(({ key }) => placeOf(key)),
  );
  return doomed.map(({ key, rowId }) => {
    const isUnpublished = parseKeyString(key).status === 'published' && !drafts.has(placeOf(key));
    return { name: nameOf(uid, isUnpublished ? 'unpublish' : 'delete'), uid, rowId };
  });
}

function writesOf(strapi: Core.Strapi, actions: RestoreActions, { newIds }: Applied): Event[] {
  const event = (uid: string, key: string, rowId: number, action: 'create' | 'update'): Event => {
    const isPublished = parseKeyString(key).status === 'published';
    return { name: nameOf(uid, isPublished ? 'publish' : action), uid, rowId };
  };
  const events = actions.types.flatMap(({ uid, create, update, share }) => [
    ...create.map(({ entry }) => event(uid, entry.key, newIds.get(entry)!, 'create')),
    ...update.map(({ entry, rowId }) => event(uid, entry.key, rowId, 'update')),
    ...share.map(({ key, rowId }) => event(uid, key, rowId, 'update')),
  ]);
  const linked = actions.attach.map(({ uid, key, rowId }) => event(uid, key, rowId, 'update'));
  const once = new Map([...events, ...linked].map((one) => [`${one.uid} ${one.rowId}`, one]));
  return [...once.values()].filter(({ uid }) => isEntryType(strapi, uid));
}

function nameOf(uid: string, action: 'create' | 'update' | 'delete' | 'publish' | 'unpublish'): string {
  return `${uid === FILE_UID ? 'media' : 'entry'}.${action}`;
}

async function readEntry(strapi: Core.Strapi, { uid, rowId }: Event, whole: boolean): Promise<unknown> {
  const populate = whole ? populateAll(strapi, uid) : {};
  return strapi.db.query(uid as never).findOne({ where: { id: rowId }, populate } as never);
}

async function emit(strapi: Core.Strapi, { name, uid }: Event, entry: unknown): Promise<void> {
  // Deleted again in the meantime.
  if (!entry) return;
  const model = strapi.getModel(uid as never) as unknown as { modelName: string; uid: string };
  const safe = await strapi.contentAPI.sanitize.output(entry, model as never);
  const payload =
    uid === FILE_UID ? { media: safe } : { model: model.modelName, uid: model.uid, entry: safe };
  await strapi.eventHub.emit(name, payload);
}

interface Attribute {
  type: string;
  component?: string;
  components?: string[];
  unstable_virtual?: boolean;
}

/** Relations, media and components to any depth, as the document service populates what it announces. */
function populateAll(strapi: Core.Strapi, uid: string): Record<string, unknown> {
  const { attributes } = strapi.getModel(uid as never) as unknown as {
    attributes: Record<string, Attribute>;
  };
  const populate: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    if (attribute.type === 'media') populate[name] = true;
    if (attribute.type === 'relation' && !attribute.unstable_virtual) populate[name] = true;
    if (attribute.type === 'component') {
      populate[name] = { populate: populateAll(strapi, attribute.component!) };
    }
    if (attribute.type === 'dynamiczone') {
      const on = (attribute.components ?? []).map((one) => [one, { populate: populateAll(strapi, one) }]);
      populate[name] = { on: Object.fromEntries(on) as Record<string, unknown> };
    }
  }
  return populate;
}

function eventsFailed(failures: string[]): Problem {
  return {
    code: 'events_failed',
    message:
      `The content is restored, but ${failures.length} of its events met an error in what listens to them, ` +
      `the first being: ${failures[0]}.`,
    item: 'events',
  };
}
