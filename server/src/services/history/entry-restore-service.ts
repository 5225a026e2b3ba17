import type { Core } from '@strapi/strapi';

import type { RestoreDeleted, RestoreEntry } from '../../../../shared/contracts/history';
import { KeepsakeError } from '../../core/errors';
import type { TreeEntry } from '../../core/repository/repository';
import { parseKeyString } from '../../core/snapshot/record';
import type { TypePlan } from '../../core/snapshot/read-plan';
import type { DiffViewer } from '../diffs/diff-viewer';
import type { StartedJob } from '../jobs/job-service';
import { pluginService } from '../plugin-service';
import type { RestoreOutcome } from '../restores/restore-service';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { assertMayWrite, writtenFields } from './writing-rights';

type EntryRequest = RestoreEntry['request']['data'];
type DeletedRequest = RestoreDeleted['request']['data'];

/** Who asks. */
export interface Restorer extends DiffViewer {
  name: string | null;
}

/**
 * Bringing single entries back: a restore like any other, with its safety backup and one transaction, of drafts only, and
 * only where the content manager would let the asker do the same.
 */
export interface EntryRestoreService {
  /**
   * An entry, or fields of it, as a draft. Throws `content_type_unknown`, `option_unavailable`, `forbidden`,
   * `entry_not_held` and `draft_not_held`, and what finding the snapshot throws.
   */
  entry(request: EntryRequest, by: Restorer): Promise<StartedJob<RestoreOutcome>>;
  /** Entries that were deleted. Throws the same. */
  deleted(request: DeletedRequest, by: Restorer): Promise<StartedJob<RestoreOutcome>>;
}

export function createEntryRestoreService({ strapi }: { strapi: Core.Strapi }): EntryRestoreService {
  return {
    async entry({ snapshotId, contentType, documentId, locale, fields }, by) {
      const type = contentOf(contentType);
      const held = await heldRows(snapshotId, contentType, documentId, locale);
      if (!held.some(isDraft)) throw draftNotHeld(contentType, documentId);
      const wanted = fields?.length ? fields : writtenFields(strapi, type.uid);
      const locales = [...new Set(held.filter(isDraft).map(({ key }) => parseKeyString(key).locale))];
      assertMayWrite(by, contentType, 'update', { locales, fields: wanted });
      return start(snapshotId, by, {
        mode: 'overwrite',
        contentTypes: [contentType],
        documentIds: [documentId],
        ...(locale ? { locales: [locale] } : {}),
        status: 'draft',
        ...(fields?.length ? { fields } : {}),
      });
    },

    async deleted(request, by) {
      const { snapshotId, contentType, documentIds, published, withInverse = true, onConflict } = request;
      contentOf(contentType);
      const rows = [];
      for (const id of documentIds) rows.push(...(await heldRows(snapshotId, contentType, id)));
      const locales = [...new Set(rows.map(({ key }) => parseKeyString(key).locale))];
      assertMayWrite(by, contentType, 'create', { locales, fields: [] });
      if (published) assertMayWrite(by, contentType, 'publish', { locales, fields: [] });
      return start(snapshotId, by, {
        mode: 'skip',
        contentTypes: [contentType],
        documentIds,
        ...(published ? {} : { status: 'draft' as const }),
        withInverse,
        ...(onConflict ? { onConflict } : {}),
      });
    },
  };

  function start(
    snapshotId: string,
    by: Restorer,
    selection: Parameters<ReturnType<typeof restores>['plan']>[1],
  ): Promise<StartedJob<RestoreOutcome>> {
    return restores().start({
      backupId: snapshotId,
      selection,
      fingerprint: null,
      safety: true,
      preserveIds: false,
      startedBy: by.name,
    });
  }

  function restores() {
    return pluginService(strapi, 'restores');
  }

  function contentOf(uid: string): TypePlan {
    const type = compileReadPlan(strapi).types.find((one) => one.uid === uid);
    if (!type) throw typeUnknown(uid);
    if (type.part !== 'content') throw notSingly(uid);
    return type;
  }

  async function heldRows(
    snapshotId: string,
    uid: string,
    documentId: string,
    locale?: string,
  ): Promise<TreeEntry[]> {
    const rows = (await pluginService(strapi, 'history').held(snapshotId, uid, documentId)).filter(
      ({ key }) => !locale || [locale, null].includes(parseKeyString(key).locale),
    );
    if (rows.length === 0) throw notHeld(uid, documentId, locale);
    return rows;
  }
}

/** Or the row itself, where the content type has no drafts. */
function isDraft({ key }: TreeEntry): boolean {
  return parseKeyString(key).status !== 'published';
}

function typeUnknown(uid: string): KeepsakeError {
  return new KeepsakeError('content_type_unknown', `The site has no content type ${uid}.`, {
    hint: 'Take a uid such as api::article.article.',
    item: uid,
  });
}

function notSingly(uid: string): KeepsakeError {
  return new KeepsakeError('option_unavailable', `Entries of ${uid} are not brought back one by one.`, {
    hint: 'Restore them from the page of the backup or version.',
    item: uid,
  });
}

function notHeld(uid: string, documentId: string, locale?: string): KeepsakeError {
  const where = locale ? ` in ${locale}` : '';
  return new KeepsakeError('entry_not_held', `The snapshot does not hold ${documentId} of ${uid}${where}.`, {
    hint: 'Take another snapshot: the history of the entry lists those that do.',
    item: `${uid} ${documentId}`,
  });
}

function draftNotHeld(uid: string, documentId: string): KeepsakeError {
  return new KeepsakeError(
    'draft_not_held',
    `The snapshot holds ${documentId} of ${uid} as published only, without a draft.`,
    {
      hint: 'Restore it from the page of the backup or version, which says what else that changes.',
      item: `${uid} ${documentId}`,
    },
  );
}
