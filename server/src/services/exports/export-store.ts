import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { Export } from '../../../../shared/contracts/exports';
import { removeStoredExport } from '../../core/exports/stored-export';
import type { ExportPlace } from '../../core/exports/stored-export';
import { decodeKeyRing } from '../../core/repository/keys';
import { ownRows } from '../own-rows';
import type { OwnRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';
import type { ExportRow } from './export-row';

/**
 * Rows of exports and their pieces in the storage. Each try of an export has a set of pieces of its own, so that a
 * process which stood still while another one took over cannot write into a file that counts.
 */
export interface ExportStore {
  rows(): OwnRows<ExportRow>;
  find(documentId: string): Promise<ExportRow | null>;
  update(row: ExportRow, data: Partial<ExportRow>): Promise<void>;
  /** The same while its pieces are those of `row`; false when another try has begun since. */
  updateOwn(row: ExportRow, data: Partial<ExportRow>): Promise<boolean>;
  placeOf(row: ExportRow): Promise<ExportPlace>;
  /** Removes what there is of its pieces. Needs no keys: what cannot be opened any more can still be removed. */
  removePieces(row: ExportRow): Promise<void>;
  /** Row and pieces. */
  drop(row: ExportRow): Promise<void>;
  /** An export that did not come about stays in the list, with its reason; what was written of it goes. */
  fail(row: ExportRow, error: NonNullable<Export['error']>): Promise<void>;
}

export const EXPORT_UID = 'plugin::keepsake.export';
const DAY_MS = 24 * 60 * 60 * 1000;

export function createExportStore(strapi: Core.Strapi): ExportStore {
  const rows = () => ownRows<ExportRow>(strapi, EXPORT_UID);

  const store: ExportStore = {
    rows,

    find: (documentId) => rows().findOne({ where: { documentId } }),

    async update({ documentId }, data) {
      await rows().update({ where: { documentId }, data });
    },

    async updateOwn({ documentId, pieceSet }, data) {
      const { count } = await rows().updateMany({ where: { documentId, pieceSet }, data });
      return count === 1;
    },

    async placeOf(row) {
      const repositories = pluginService(strapi, 'repository');
      const repository = await repositories.open();
      const { ring, prefix } = repository.handOver();
      const sealing = { repositoryId: repository.id, keys: decodeKeyRing(Buffer.from(ring)) };
      return { storage: repositories.storage(), sealing, prefix, exportId: pieceSetOf(row) };
    },

    async removePieces(row) {
      // How many there may be by now.
      const { reserved } = (await store.find(row.documentId)) ?? row;
      const { prefix } = keepsakeConfig(strapi).storage;
      const storage = pluginService(strapi, 'repository').storage();
      await removeStoredExport({ storage, prefix, exportId: pieceSetOf(row) }, reserved);
    },

    async drop(row) {
      await store.removePieces(row);
      await rows().delete({ where: { documentId: row.documentId } });
    },

    async fail(row, error) {
      const finishedAt = new Date();
      await store.update(row, {
        state: 'failed',
        error,
        finishedAt: finishedAt.toISOString(),
        expiresAt: keptUntil(strapi, finishedAt),
      });
      await store.removePieces(row);
      await store.update(row, { reserved: 0 });
    },
  };

  return store;
}

/** ISO-8601. */
export function keptUntil(strapi: Core.Strapi, finishedAt: Date): string {
  return new Date(finishedAt.getTime() + keepsakeConfig(strapi).exports.keepDays * DAY_MS).toISOString();
}

export function newPieceSet(): string {
  return randomBytes(12).toString('hex');
}

/** An older version had one set for an export. */
function pieceSetOf({ pieceSet, documentId }: ExportRow): string {
  return pieceSet ?? documentId;
}
