import type { Core } from '@strapi/strapi';

import type { FileFormat } from '../../../../shared/contracts/downloads';
import { KeepsakeError } from '../../core/errors';
import type { Action } from '../../permissions';
import { adminAsker } from '../exports/admin-asker';
import type { Asker } from '../exports/asker';
import { pluginService } from '../plugin-service';
import { appKeys, issueToken, readToken, TICKET_PURPOSE } from './ticket-token';
import { ownRows } from '../own-rows';

/**
 * A ticket lets a browser fetch one file without a login, once.
 *
 * ```
 *   issued ──asked for within 5 minutes──▶ started ──last byte delivered──▶ closed
 *     │ 5 minutes                             │ broken off: may be asked for again, until 15 minutes after the start
 *     ▼                                       ▼
 *   expired                                 closed
 * ```
 *
 * It is bound to who asked for it: with the account or the right it goes, too.
 */
export interface TicketService {
  issue(userId: string, request: TicketRequest): Promise<{ token: string; expiresAt: string }>;
  /**
   * What a token stands for now. Throws `ticket_unknown`, `ticket_expired`, `ticket_used` or `forbidden`.
   */
  read(token: string): Promise<Ticket>;
  /** The file is about to be sent. */
  start(ticket: Ticket): Promise<void>;
  /** Its last byte was delivered. */
  close(ticket: Ticket): Promise<void>;
  /** Removes those that are of no use any more. */
  cleanUp(): Promise<{ removed: number }>;
}

/** What a ticket is for: a backup as a file, an export, or a diff. */
export type TicketRequest = { showsPrivate: boolean } & (
  | { backupId: string; format: FileFormat; exportId?: null; diffId?: null }
  | { exportId: string; backupId?: null; format?: null; diffId?: null }
  | { diffId: string; backupId?: null; format?: null; exportId?: null }
);

export type Ticket = TicketRequest & {
  /** Id of the ticket, which opens nothing without its seal. */
  ticket: string;
  /** Who asked for it, as they are now. */
  asker: Asker;
};

interface TicketRow {
  ticket: string;
  userId: string;
  backupId: string | null;
  exportId: string | null;
  /** Null too in rows made before a diff could be downloaded. */
  diffId: string | null;
  format: FileFormat | null;
  showsPrivate: boolean;
  expiresAt: string;
  startedAt: string | null;
  closedAt: string | null;
}

const MINUTE_MS = 60_000;
const START_WITHIN_MS = 5 * MINUTE_MS;
const END_WITHIN_MS = 15 * MINUTE_MS;
/** Rows that can be of no use any more. */
const KEPT_MS = 60 * MINUTE_MS;

const UID = 'plugin::keepsake.ticket';

export function createTicketService({ strapi }: { strapi: Core.Strapi }): TicketService {
  const tickets = () => ownRows<TicketRow>(strapi, UID);

  const service: TicketService = {
    async issue(userId, request) {
      await service.cleanUp();
      const { token, id } = issueToken(appKeys(strapi, TICKET_PURPOSE)[0]);
      const expiresAt = new Date(Date.now() + START_WITHIN_MS).toISOString();
      await tickets().create({ data: { ...request, ticket: id, userId, expiresAt } });
      const { format = null, showsPrivate } = request;
      await pluginService(strapi, 'activity').record({
        action: 'ticket.create',
        object: objectOf(request),
        details: { format, private: showsPrivate },
      });
      return { token, expiresAt };
    },

    async read(token) {
      const id = appKeys(strapi, TICKET_PURPOSE)
        .map((key) => readToken(key, token))
        .find((found) => found !== null);
      const row = id ? await tickets().findOne({ where: { ticket: id } }) : null;
      if (!row) throw unknown();
      assertOpen(row, Date.now());
      // A diff shows what its pages show, and asks for the same right.
      const right = row.diffId ? 'read' : 'download';
      const rights: Action[] = row.showsPrivate ? [right, 'settings'] : [right];
      const asker = await adminAsker(strapi, row.userId, rights, await projectOf(row));
      if (!asker) throw forbidden();
      const { ticket, backupId, exportId, diffId, format, showsPrivate } = row;
      if (diffId) return { ticket, asker, diffId, showsPrivate };
      if (exportId !== null) return { ticket, asker, exportId, showsPrivate };
      if (backupId === null || format === null) throw unknown();
      return { ticket, asker, backupId, format, showsPrivate };
    },

    async start({ ticket }) {
      await tickets().updateMany({ where: { ticket, startedAt: null }, data: { startedAt: now() } });
    },

    async close({ ticket }) {
      await tickets().updateMany({ where: { ticket }, data: { closedAt: now() } });
    },

    async cleanUp() {
      const before = new Date(Date.now() - KEPT_MS);
      const { count: removed } = await tickets().deleteMany({ where: { expiresAt: { $lt: before } } });
      return { removed };
    },
  };

  /** Undefined for what is gone, of which there is nothing to be had. */
  async function projectOf({ backupId, exportId, diffId }: TicketRow): Promise<string | undefined> {
    if (diffId) {
      const diffs = ownRows<{ project: string }>(strapi, 'plugin::keepsake.diff');
      return (await diffs.findOne({ where: { documentId: diffId } }))?.project;
    }
    if (backupId !== null)
      return (
        await pluginService(strapi, 'snapshots')
          .find(backupId)
          .catch(() => null)
      )?.project;
    const exports = ownRows<{ project: string }>(strapi, 'plugin::keepsake.export');
    return (await exports.findOne({ where: { documentId: exportId } }))?.project;
  }

  return service;
}

function objectOf({ backupId, exportId, diffId }: TicketRequest): { type: string; id: string | null } {
  if (diffId) return { type: 'diff', id: diffId };
  return exportId ? { type: 'export', id: exportId } : { type: 'backup', id: backupId ?? null };
}

const now = () => new Date().toISOString();

function assertOpen({ startedAt, closedAt, expiresAt }: TicketRow, at: number): void {
  if (closedAt !== null) throw used();
  if (startedAt !== null && at > Date.parse(startedAt) + END_WITHIN_MS) throw used();
  if (startedAt === null && at > Date.parse(expiresAt)) throw expired();
}

function unknown(): KeepsakeError {
  return new KeepsakeError('ticket_unknown', 'This is no address of a download.', { hint: ASK_AGAIN });
}

function expired(): KeepsakeError {
  return new KeepsakeError('ticket_expired', 'This address was not used within five minutes.', {
    hint: ASK_AGAIN,
  });
}

function used(): KeepsakeError {
  return new KeepsakeError('ticket_used', 'This address has been used; it is good for one download.', {
    hint: ASK_AGAIN,
  });
}

function forbidden(): KeepsakeError {
  return new KeepsakeError('forbidden', 'Who asked for this download may not have it any more.', {
    hint: 'Ask for the right to download backups and exports.',
  });
}

const ASK_AGAIN = 'Download the file from its page again.';
