import type { Core } from '@strapi/strapi';

import type { FileFormat } from '../../../../shared/contracts/downloads';
import { KeepsakeError } from '../../core/errors';
import { permissionId } from '../../permissions';
import type { Action } from '../../permissions';
import { displayName } from '../activity/who-acts';
import { pluginService } from '../plugin-service';
import { issueToken, readToken, ticketKey } from './ticket-token';
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
}

export interface TicketRequest {
  backupId: string;
  format: FileFormat;
  showsPrivate: boolean;
}

export interface Ticket extends TicketRequest {
  /** Id of the ticket, which opens nothing without its seal. */
  ticket: string;
  /** Who asked for it. */
  holder: { id: string; name: string | null };
}

interface TicketRow extends TicketRequest {
  ticket: string;
  userId: string;
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

  return {
    async issue(userId, request) {
      await tickets().deleteMany({ where: { expiresAt: { $lt: new Date(Date.now() - KEPT_MS) } } });
      const { token, id } = issueToken(keys(strapi)[0]);
      const expiresAt = new Date(Date.now() + START_WITHIN_MS).toISOString();
      await tickets().create({ data: { ...request, ticket: id, userId, expiresAt } });
      const { backupId, format, showsPrivate } = request;
      await pluginService(strapi, 'activity').record({
        action: 'ticket.create',
        object: { type: 'backup', id: backupId },
        details: { format, private: showsPrivate },
      });
      return { token, expiresAt };
    },

    async read(token) {
      const id = keys(strapi)
        .map((key) => readToken(key, token))
        .find((found) => found !== null);
      const row = id ? await tickets().findOne({ where: { ticket: id } }) : null;
      if (!row) throw unknown();
      assertOpen(row, Date.now());
      const name = await assertMay(
        strapi,
        row.userId,
        row.showsPrivate ? ['download', 'settings'] : ['download'],
      );
      const { ticket, backupId, format, showsPrivate } = row;
      return { ticket, backupId, format, showsPrivate, holder: { id: row.userId, name } };
    },

    async start({ ticket }) {
      await tickets().updateMany({ where: { ticket, startedAt: null }, data: { startedAt: now() } });
    },

    async close({ ticket }) {
      await tickets().updateMany({ where: { ticket }, data: { closedAt: now() } });
    },
  };
}

const now = () => new Date().toISOString();

/** The first one issues; the others are those of before a rotation of the app's keys. */
function keys(strapi: Core.Strapi): [Buffer, ...Buffer[]] {
  const [first, ...rest] = strapi.config.get<string[]>('server.app.keys', []);
  if (first === undefined) {
    throw new KeepsakeError('app_keys_missing', 'The app has no keys, so that no download can be signed.', {
      hint: 'Set app.keys in config/server.',
    });
  }
  return [ticketKey(first), ...rest.map(ticketKey)];
}

function assertOpen({ startedAt, closedAt, expiresAt }: TicketRow, at: number): void {
  if (closedAt !== null) throw used();
  if (startedAt !== null && at > Date.parse(startedAt) + END_WITHIN_MS) throw used();
  if (startedAt === null && at > Date.parse(expiresAt)) throw expired();
}

/** Gives the name of who may. */
async function assertMay(strapi: Core.Strapi, userId: string, actions: Action[]): Promise<string | null> {
  const user = (await strapi.db.query('admin::user').findOne({
    where: { id: userId },
    populate: ['roles'],
  })) as {
    isActive: boolean;
    blocked: boolean;
    firstname?: string;
    lastname?: string;
    email?: string;
  } | null;
  const isActive = user?.isActive === true && user.blocked !== true;
  const ability = isActive
    ? ((await strapi.service('admin::permission').engine.generateUserAbility(user)) as {
        can(action: string): boolean;
      })
    : null;
  if (!user || !ability || actions.some((action) => !ability.can(permissionId(action)))) throw forbidden();
  return displayName(user);
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
    hint: 'Ask for the right to download backups.',
  });
}

const ASK_AGAIN = "Download the file from the backup's page again.";
