import { createHash } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { ShareLink } from '../../../../shared/contracts/links';
import { KeepsakeError } from '../../core/errors';
import { ownerAsker } from '../exports/owner-asker';
import type { Asker } from '../exports/asker';
import type { OpenedExport } from '../exports/export-service';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { inSight } from '../projects/sight';
import type { Sight } from '../projects/sight';
import { appKeys, issueToken, LINK_PURPOSE, readToken } from '../tickets/ticket-token';
import { stateOf, toLink } from './link-row';
import type { LinkRow } from './link-row';

/**
 * A share link gives a finished export to somebody without an account, until it expires, is revoked or was used. Who
 * made it answers for it: with their account, their right to download or the export it goes, too. Code of the app may
 * make one for the site itself.
 */
export interface LinkService {
  /** Throws what `exports.open` throws, and `request_invalid` for a time that is none or that the export does not see. */
  create(request: LinkRequest, asker: Asker): Promise<{ link: ShareLink; token: string }>;
  list(
    filter: { exportId?: string; sight: Sight },
    asker: Asker,
    page: number,
    pageSize: number,
  ): Promise<{ links: ShareLink[]; total: number }>;
  /** Throws `link_unknown`, for another's link too. */
  revoke(documentId: string, asker: Asker): Promise<ShareLink>;
  /** What a token opens now. Throws `ticket_unknown`, whatever is the matter with it: a stranger learns no more. */
  open(token: string): Promise<OpenedLink>;
  /** Removes links that have been closed for so long that nobody asks for them any more. */
  cleanUp(): Promise<{ removed: number }>;
}

export interface LinkRequest {
  exportId: string;
  label: string;
  /** ISO-8601; default: with the export. */
  expiresAt?: string;
  oneUse: boolean;
}

export interface OpenedLink {
  link: ShareLink;
  file: OpenedExport;
  /** A download begins. */
  begin(): Promise<void>;
  /** A part of it goes out, be it the first. */
  send(): Promise<void>;
  /** Its last byte has gone out. */
  delivered(): Promise<void>;
}

const UID = 'plugin::keepsake.link';
/** For who looks what became of a link. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

export function createLinkService({ strapi }: { strapi: Core.Strapi }): LinkService {
  const rows = () => ownRows<LinkRow>(strapi, UID);

  return {
    async create({ exportId, label, expiresAt, oneUse }, asker) {
      const { id: ownerId, name: author } = asker;
      const { fileName, project } = await pluginService(strapi, 'exports').open(exportId, asker);
      const made = await pluginService(strapi, 'exports').find(exportId, asker);
      const until = lastTime(expiresAt, made.expiresAt);
      const [key] = appKeys(strapi, LINK_PURPOSE);
      const { token, id } = issueToken(key);
      const about = { exportId, project, fileName, label, oneUse, author, ownerId };
      const row = await rows().create({ data: { ...about, hash: hashOf(id), expiresAt: until } });
      await note('share.create', row, { export: exportId, oneUse, expiresAt: until });
      return { link: toLink(row), token };
    },

    async list({ exportId, sight }, asker, page, pageSize) {
      const where = {
        ...inSight(sight),
        ...(exportId ? { exportId } : {}),
        ...(asker.managesOthers ? {} : { ownerId: asker.id }),
      };
      const found = await rows().findMany({
        where,
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        offset: (page - 1) * pageSize,
        limit: pageSize,
      });
      return { links: found.map(toLink), total: await rows().count({ where }) };
    },

    async revoke(documentId, asker) {
      const row = await rows().findOne({ where: { documentId } });
      if (!row || (row.ownerId !== asker.id && !asker.managesOthers)) throw linkUnknown(documentId);
      if (row.revokedAt !== null) return toLink(row);
      const revokedAt = new Date().toISOString();
      await rows().update({ where: { documentId }, data: { revokedAt } });
      await note('share.revoke', row, { export: row.exportId });
      return toLink({ ...row, revokedAt });
    },

    async open(token) {
      const id = appKeys(strapi, LINK_PURPOSE)
        .map((key) => readToken(key, token))
        .find((found) => found !== null);
      const row = id ? await rows().findOne({ where: { hash: hashOf(id) } }) : null;
      if (!row || stateOf(row) !== 'open') throw nothingThere();
      const file = await ownerAsker(strapi, row.ownerId, row.project, 'download')
        .then((asker) => pluginService(strapi, 'exports').open(row.exportId, asker))
        .catch(() => null);
      if (!file) throw nothingThere();
      const { documentId } = row;
      return {
        link: toLink(row),
        file,
        begin: () => count(documentId),
        async send() {
          const where = { documentId, startedAt: null };
          await rows().updateMany({ where, data: { startedAt: new Date().toISOString() } });
        },
        async delivered() {
          await rows().updateMany({ where: { documentId }, data: { closedAt: new Date().toISOString() } });
        },
      };
    },

    async cleanUp() {
      const before = new Date(Date.now() - KEPT_MS);
      const { count: removed } = await rows().deleteMany({ where: { expiresAt: { $lt: before } } });
      return { removed };
    },
  };

  /** In the database, where two downloads at once do not count as one. */
  async function count(documentId: string): Promise<void> {
    const { tableName } = strapi.db.metadata.get(UID);
    await strapi.db.connection(tableName).where({ document_id: documentId }).increment('downloads', 1);
    await rows().update({ where: { documentId }, data: { lastDownloadAt: new Date().toISOString() } });
  }

  function note(
    action: 'share.create' | 'share.revoke',
    { documentId: id, label, project }: LinkRow,
    details: Record<string, unknown>,
  ): Promise<void> {
    const object = { type: 'link', id, name: label };
    return pluginService(strapi, 'activity').record({ action, project, object, details });
  }
}

/** The row of a stolen database opens nothing. */
function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

function lastTime(wanted: string | undefined, exportExpires: string | null): string {
  const most = exportExpires ?? new Date().toISOString();
  if (wanted === undefined) return most;
  const at = Date.parse(wanted);
  if (at <= Date.now()) throw wrongTime('expiresAt: lies in the past.');
  if (at > Date.parse(most)) throw wrongTime(`expiresAt: the export itself expires at ${most}.`);
  return new Date(at).toISOString();
}

function wrongTime(message: string): KeepsakeError {
  return new KeepsakeError('request_invalid', message, {
    hint: 'Choose a time before the export expires, or leave it out.',
    item: 'expiresAt',
  });
}

export function linkUnknown(documentId: string): KeepsakeError {
  return new KeepsakeError('link_unknown', `There is no link ${documentId}.`, {
    hint: 'List the links to see their ids.',
    item: documentId,
  });
}

function nothingThere(): KeepsakeError {
  return new KeepsakeError('ticket_unknown', 'This is no address of a download.', {
    hint: 'It may have expired. Ask who sent it for a new one.',
  });
}
