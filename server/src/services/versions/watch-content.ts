import type { Core } from '@strapi/strapi';

import type { TouchedQueue } from './touched-queue';

type AutoVersions = Record<string, 'publish' | 'change'>;

interface Row {
  id?: number;
  documentId?: string;
  publishedAt?: unknown;
}

interface LifecycleEvent {
  action: string;
  model: { uid: string };
  params: { data?: Row };
  result?: Row | { count?: number } | null;
}

/**
 * Notes which documents change, whoever changes them: the content manager, REST, GraphQL and scripts all go through the
 * lifecycles of Strapi's queries. Noting is adding to a set, once the transaction of the change has committed; nothing
 * waits for it. Bulk queries do not say which rows they meant: after one all content is looked at.
 */
export function watchContent(
  strapi: Core.Strapi,
  auto: AutoVersions,
  queue: TouchedQueue,
  onTouched: () => void,
): () => void {
  const note = async (touch: () => void): Promise<void> => {
    const touched = () => {
      touch();
      onTouched();
    };
    if (!strapi.db.inTransaction()) return touched();
    // What is rolled back was never there, and what is not committed yet cannot be read.
    await strapi.db.transaction(({ onCommit }) => void onCommit(touched));
  };

  async function one(event: LifecycleEvent): Promise<void> {
    const { uid } = event.model;
    const row = await named(strapi, event);
    if (!row?.documentId) return;
    const { documentId } = row;
    if (auto[uid] === 'publish' && !row.publishedAt) return;
    await note(() => queue.add(uid, documentId));
  }

  async function many({ result }: LifecycleEvent): Promise<void> {
    if ((result as { count?: number } | null)?.count === 0) return;
    await note(() => queue.addAll());
  }

  return strapi.db.lifecycles.subscribe({
    models: Object.keys(auto),
    afterCreate: one,
    afterUpdate: one,
    afterDelete: one,
    afterCreateMany: many,
    afterUpdateMany: many,
    afterDeleteMany: many,
  } as never) as unknown as () => void;
}

/** A result has the columns that the caller asked for; what it lacks was written, or has to be looked up. */
async function named(strapi: Core.Strapi, { model, params, result }: LifecycleEvent): Promise<Row | null> {
  const row = (result ?? {}) as Row;
  const publishedAt = row.publishedAt === undefined ? params.data?.publishedAt : row.publishedAt;
  const documentId = row.documentId ?? params.data?.documentId;
  if (documentId && publishedAt !== undefined) return { documentId, publishedAt };
  if (row.id === undefined) return null;
  const select = ['documentId', 'publishedAt'];
  return strapi.db.query(model.uid as never).findOne({ where: { id: row.id }, select } as never) as never;
}
