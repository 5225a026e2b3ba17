import { Readable } from 'node:stream';
import type { MessagePort, TransferListItem } from 'node:worker_threads';

import { KeepsakeError } from '../core/errors';

/**
 * Calls from one thread to the other, each answered once:
 *
 *   caller ──{ call: 7, method, args }──▶ server, which runs `methods[method](...args)`
 *   caller ◀─{ answer: 7, value } or { answer: 7, error }── server
 *
 * A stream is read by the caller's asking for its next part, so that no more than one part waits between the threads.
 */
export type Methods = Record<string, (...args: never[]) => unknown>;

interface Call {
  call: number;
  method: string;
  args: unknown[];
}

type Answer = { answer: number; value: unknown } | { answer: number; error: SentError };

/** An error as it crosses: a structured clone keeps neither class nor code. */
export interface SentError {
  code: string | null;
  message: string;
  hint: string;
  item: string;
  transient: boolean;
  stack: string | undefined;
}

/** An answer whose memory goes along with it. */
export class Moved {
  constructor(
    readonly value: unknown,
    readonly transfer: TransferListItem[],
  ) {}
}

/** Answers the calls that arrive at `port`. */
export function serve(port: MessagePort, methods: Methods): void {
  port.on('message', ({ call, method, args }: Call) => {
    const run = methods[method] as (...given: unknown[]) => unknown;
    Promise.resolve()
      .then(() => run(...args))
      .then(
        (value) => {
          if (value instanceof Moved)
            port.postMessage({ answer: call, value: value.value } satisfies Answer, value.transfer);
          else port.postMessage({ answer: call, value } satisfies Answer);
        },
        (error: unknown) => port.postMessage({ answer: call, error: sendError(error) } satisfies Answer),
      );
  });
}

export type Caller = (method: string, args: unknown[], transfer?: TransferListItem[]) => Promise<unknown>;

/** Makes calls over `port`; their promises settle as the other side's do. */
export function callOver(port: MessagePort): Caller {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let calls = 0;
  port.on('message', (answer: Answer) => {
    const waiter = waiting.get(answer.answer);
    waiting.delete(answer.answer);
    if ('error' in answer) waiter?.reject(receiveError(answer.error));
    else waiter?.resolve(answer.value);
  });
  return (method, args, transfer = []) =>
    new Promise((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      port.postMessage({ call: calls, method, args } satisfies Call, transfer);
    });
}

/** The methods that serve streams to the other thread: `open` gives a number, `next` a part or null, `close` ends early. */
export function serveStreams(): {
  add(stream: Readable): number;
  next(id: number): Promise<Uint8Array | null>;
  close(id: number): void;
} {
  const streams = new Map<number, { stream: Readable; parts: AsyncIterator<Uint8Array> }>();
  let opened = 0;
  return {
    add(stream) {
      opened += 1;
      streams.set(opened, { stream, parts: stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array> });
      return opened;
    },
    async next(id) {
      const part = await streams.get(id)?.parts.next();
      if (part && !part.done) return part.value;
      streams.delete(id);
      return null;
    },
    close(id) {
      streams.get(id)?.stream.destroy();
      streams.delete(id);
    },
  };
}

/** A stream of the other thread, read part by part. */
export function remoteStream(id: number, call: Caller): Readable {
  async function* parts() {
    let isOver = false;
    try {
      for (;;) {
        const part = (await call('stream.next', [id])) as Uint8Array | null;
        isOver = part === null;
        if (part === null) return;
        yield Buffer.from(part.buffer, part.byteOffset, part.byteLength);
      }
    } finally {
      if (!isOver) await call('stream.close', [id]);
    }
  }
  return Readable.from(parts(), { objectMode: false });
}

export function sendError(error: unknown): SentError {
  const known = error instanceof KeepsakeError ? error : null;
  return {
    code: known?.code ?? null,
    message: error instanceof Error ? error.message : String(error),
    hint: known?.hint ?? '',
    item: known?.item ?? '',
    transient: known?.transient ?? false,
    stack: error instanceof Error ? error.stack : undefined,
  };
}

export function receiveError({ code, message, stack, ...options }: SentError): Error {
  const error = code === null ? new Error(message) : new KeepsakeError(code, message, options);
  // Where it happened is in the other thread.
  if (stack !== undefined) error.stack = stack;
  return error;
}
