import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import { keepsakeConfig } from '../repository/private-directory';

/**
 * Server-sent events (HTML standard, section 9.2), for pages and programs that follow something.
 *
 *   open ──events, and a comment every 15 s that keeps proxies from closing it──▶ open
 *     └──its end, the reader goes, reads too slowly, five minutes are over, or the server stops──▶ closed
 *
 * A stream is closed after a while so that a reader whose right was taken away does not read on for ever; readers open it
 * again by themselves.
 */
export interface EventStreams {
  /**
   * Opens one. `begin` is given what writes to it, and returns what is to be undone when it closes.
   *
   * @throws KeepsakeError `too_many_streams`
   */
  open(begin: (stream: EventStream) => Promise<() => void>): Readable;
  /** How many are open. */
  count(): number;
  closeAll(): void;
}

export interface EventStream {
  send(event: string, data: unknown): void;
  /** Ends it once what was sent is read. */
  end(): void;
}

/** For the answer that carries one: no proxy may keep or compress it. */
export const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  'X-Content-Type-Options': 'nosniff',
};

const KEEP_ALIVE_MS = 15_000;
const LIFETIME_MS = 5 * 60_000;
/** What a reader may leave unread. */
const UNREAD_BYTES = 1024 * 1024;

export function createEventStreams({ strapi }: { strapi: Core.Strapi }): EventStreams {
  return eventStreams({
    limit: keepsakeConfig(strapi).jobs.streams,
    onError: (error) => strapi.log.error(error),
  });
}

export interface EventStreamOptions {
  limit: number;
  onError(error: unknown): void;
  keepAliveMs?: number;
  lifetimeMs?: number;
}

export function eventStreams(options: EventStreamOptions): EventStreams {
  const { limit, onError, keepAliveMs = KEEP_ALIVE_MS, lifetimeMs = LIFETIME_MS } = options;
  const open = new Set<PassThrough>();

  return {
    open(begin) {
      if (open.size >= limit) throw tooMany(limit);
      const content = new PassThrough({ highWaterMark: UNREAD_BYTES });
      open.add(content);
      const keepAlive = setInterval(() => write(content, ': still here\n\n'), keepAliveMs);
      const lifetime = setTimeout(() => finish(content), lifetimeMs);
      keepAlive.unref();
      lifetime.unref();
      let undo: (() => void) | null = null;
      content.once('close', () => {
        open.delete(content);
        clearInterval(keepAlive);
        clearTimeout(lifetime);
        undo?.();
        undo = null;
      });
      // A first comment has the headers sent, and tells the reader that it is heard.
      write(content, ': hello\n\n');
      const stream: EventStream = {
        send: (event, data) => write(content, `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
        end: () => finish(content),
      };
      begin(stream).then(
        (undoing) => {
          if (content.closed || content.destroyed) undoing();
          else undo = undoing;
        },
        (error: unknown) => {
          onError(error);
          content.destroy();
        },
      );
      return content;
    },

    count: () => open.size,

    closeAll() {
      for (const content of open) content.destroy();
    },
  };
}

/** For a reader that does not read to the end, it ends without it. */
function finish(content: PassThrough): void {
  content.end();
  setTimeout(() => content.destroy(), KEEP_ALIVE_MS).unref();
}

function write(content: PassThrough, text: string): void {
  if (content.writableEnded || content.destroyed) return;
  content.write(text);
  if (content.writableLength + content.readableLength > UNREAD_BYTES) content.destroy();
}

function tooMany(limit: number): KeepsakeError {
  return new KeepsakeError('too_many_streams', `${limit} readers follow jobs on this server already.`, {
    hint: 'Ask for the job now and then instead, or raise jobs.streams.',
    transient: true,
  });
}
