import { createHash } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { DeletedEntry, ListDeleted } from '../../../../shared/contracts/history';
import { asKeepsakeError } from '../../core/errors';
import { DeletedDocuments } from '../../core/diff/deleted-documents';
import type { DeletedDocument } from '../../core/diff/deleted-documents';
import type { TypePlan } from '../../core/snapshot/read-plan';
import { mayListType, sightOf, type DiffViewer } from '../diffs/diff-viewer';
import { forbidden, typeUnknown } from '../diffs/opened-diff';
import { pluginService } from '../plugin-service';
import { projectPlan } from '../projects/project-scope';
import { nameOf } from '../snapshots/snapshot-service';
import type { Snapshot } from '../snapshots/snapshot-service';

export interface DeletedQuery {
  project: string;
  contentType?: string | undefined;
  search?: string | undefined;
  locale?: string | undefined;
  page: number;
  pageSize: number;
}

type Unreadable = ListDeleted['response']['meta']['unreadable'];

interface Walked {
  found: { type: TypePlan; documents: DeletedDocument<Snapshot>[] }[];
  unreadable: Unreadable;
}

/**
 * Entries that snapshots hold and the live content does not. The trees of all snapshots are walked, newest first, each
 * piece of them once however many share it, and no record is read; of the live content only ids are asked for.
 */
export interface DeletedService {
  /** Throws `content_type_unknown` and `forbidden` for the content type that is asked for. */
  list(
    query: DeletedQuery,
    viewer: DiffViewer,
  ): Promise<{
    entries: DeletedEntry[];
    total: number;
    types: ListDeleted['response']['meta']['types'];
    unreadable: ListDeleted['response']['meta']['unreadable'];
  }>;
}

export function createDeletedService({ strapi }: { strapi: Core.Strapi }): DeletedService {
  let last: { key: string; walked: Walked } | null = null;

  return {
    async list(query, viewer) {
      const plan = await projectPlan(strapi, query.project);
      const contents = plan.types.filter(({ part }) => part === 'content');
      if (query.contentType) {
        const asked = contents.find(({ uid }) => uid === query.contentType);
        if (!asked) throw typeUnknown(query.contentType);
        if (!mayListType(strapi, viewer, asked)) throw forbidden(query.contentType);
      }
      const { found, unreadable } = await walk(
        query.project,
        contents.filter((type) => mayListType(strapi, viewer, type)),
      );
      const types: ListDeleted['response']['meta']['types'] = [];
      const entries: DeletedEntry[] = [];
      for (const { type, documents } of found) {
        const sight = sightOf(strapi, viewer, type, [plan]);
        const seen = documents.flatMap((one) => visible(type, one, sight));
        if (seen.length > 0) types.push({ uid: type.uid, displayName: type.displayName, count: seen.length });
        if (query.contentType && type.uid !== query.contentType) continue;
        entries.push(...seen.filter((entry) => isAsked(entry, query)));
      }
      entries.sort(
        (a, b) =>
          Date.parse(b.snapshot.createdAt) - Date.parse(a.snapshot.createdAt) || (a.label < b.label ? -1 : 1),
      );
      const from = (query.page - 1) * query.pageSize;
      const page = entries.slice(from, from + query.pageSize);
      return { entries: page, total: entries.length, types, unreadable };
    },
  };

  /** The pages and searches of one visitor ask for the same again and again. */
  async function walk(project: string, types: TypePlan[]): Promise<Walked> {
    const snapshots = await pluginService(strapi, 'snapshots').usable(project);
    const live = new Map<TypePlan, Set<string>>();
    for (const type of types) live.set(type, await liveIds(type));
    const key = keyOf(snapshots, live);
    if (last?.key === key) return last.walked;
    const walked = await walkTrees(snapshots, live);
    last = walked.unreadable.length === 0 ? { key, walked } : null;
    return walked;
  }

  async function walkTrees(snapshots: Snapshot[], live: Map<TypePlan, Set<string>>): Promise<Walked> {
    const found = new Map<string, { type: TypePlan; walk: DeletedDocuments<Snapshot> }>();
    for (const [type, ids] of live) found.set(type.uid, { type, walk: new DeletedDocuments<Snapshot>(ids) });
    const unreadable: Unreadable = [];
    for (const snapshot of snapshots) {
      try {
        const repository = await pluginService(strapi, 'snapshots').repository(snapshot);
        const manifest = await repository.readManifest(snapshot.documentId);
        for (const { uid, tree } of manifest.types)
          await found.get(uid)?.walk.look(repository, snapshot, tree);
      } catch (error) {
        const { code, message } = asKeepsakeError(error);
        unreadable.push({ documentId: snapshot.documentId, code, message });
      }
    }
    const documents = [...found.values()].map(({ type, walk: one }) => ({
      type,
      documents: one.documents(),
    }));
    return { found: documents, unreadable };
  }

  async function liveIds({ table }: TypePlan): Promise<Set<string>> {
    const rows = (await strapi.db.connection(table).distinct('document_id')) as { document_id: string }[];
    return new Set(rows.map((row) => row.document_id));
  }
}

/** What a walk hangs on: which snapshots there are, what they are called, and what is live. */
function keyOf(snapshots: Snapshot[], live: Map<TypePlan, Set<string>>): string {
  const hasher = createHash('sha256').update(JSON.stringify(snapshots));
  for (const [{ uid }, ids] of live) hasher.update(`\n${uid}\n${[...ids].join(' ')}`);
  return hasher.digest('base64url');
}

function visible(
  { uid, displayName }: TypePlan,
  { documentId, snapshot, rows }: DeletedDocument<Snapshot>,
  sight: (locale: string | null) => 'nothing' | 'unnamed' | 'named',
): DeletedEntry[] {
  const seen = rows.filter(({ locale }) => sight(locale) !== 'nothing');
  if (seen.length === 0) return [];
  const label = seen.find(({ locale }) => sight(locale) === 'named')?.label ?? '';
  const records = seen.map(({ locale, status }) => ({ locale, status }));
  return [{ uid, displayName, documentId, label, snapshot: nameOf(snapshot), records }];
}

function isAsked({ label, documentId, records }: DeletedEntry, { search, locale }: DeletedQuery): boolean {
  if (locale && !records.some((record) => record.locale === locale)) return false;
  const text = search?.toLocaleLowerCase();
  return !text || [label, documentId].some((one) => one.toLocaleLowerCase().includes(text));
}
