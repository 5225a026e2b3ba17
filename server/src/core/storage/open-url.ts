import { Readable } from 'node:stream';

import type { Fetch } from './upload-provider';

/** A file behind a URL, opened. */
export interface OpenedUrl {
  status: number;
  /** First byte of this answer within the file: 0, or what a range asked for and got. */
  start: number;
  /** Bytes of this answer, null when the server does not say. */
  length: number | null;
  /** Bytes of the whole file, null when the server does not say. */
  total: number | null;
  /** To be read to its end, or to be ended by `discard`. Throws when the connection is cut or falls silent. */
  content: AsyncGenerator<Buffer>;
  discard(): Promise<void>;
}

/** An answer that is neither the file nor a part of it. Carries what `transportError` looks for. */
export class UnexpectedAnswer extends Error {
  override readonly name: string;
  readonly response: { status: number; headers: Headers };

  constructor(response: Response, code: string) {
    super(`The server answered ${response.status}.`);
    this.name = code || 'UnexpectedAnswer';
    this.response = response;
  }
}

export interface UrlRequest {
  fetch: Fetch;
  /** This long without a byte is taken for a dead connection, in milliseconds. */
  idleMs: number;
  range?: { start: number; length: number };
}

/**
 * Opens a file by its URL. The content is held to the length that the server announced: a connection cut in the
 * middle may look like an end.
 *
 * @throws UnexpectedAnswer for anything but 200 and 206, and what `fetch` throws
 */
export async function openUrl(url: string, { fetch, idleMs, range }: UrlRequest): Promise<OpenedUrl> {
  const silence = createSilenceTimer(idleMs);
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (range) headers.range = `bytes=${range.start}-${range.start + range.length - 1}`;
  try {
    const response = await fetch(url, { headers, signal: silence.signal, redirect: 'follow' });
    if (response.status !== 200 && response.status !== 206) {
      throw new UnexpectedAnswer(response, await errorCode(response));
    }
    const length = numberOf(response.headers.get('content-length'));
    return {
      status: response.status,
      ...place(response, length),
      length,
      content: readContent(response, length, silence),
      async discard() {
        silence.stop();
        await response.body?.cancel().catch(() => undefined);
      },
    };
  } catch (error) {
    silence.stop();
    throw error;
  }
}

async function* readContent(
  response: Response,
  length: number | null,
  silence: SilenceTimer,
): AsyncGenerator<Buffer> {
  let received = 0;
  try {
    for await (const part of bodyOf(response)) {
      silence.heard();
      received += part.length;
      yield Buffer.from(part);
      // Whoever reads may be slow without the connection being dead.
      silence.heard();
    }
  } finally {
    silence.stop();
  }
  if (length !== null && received !== length) {
    throw Object.assign(new Error(`${received} of ${length} bytes came.`), { code: 'ECONNRESET' });
  }
}

/** Async iteration of web streams is in Node and not in the types. */
function bodyOf({ body }: Response): AsyncIterable<Uint8Array> {
  return (body ?? Readable.from([])) as unknown as AsyncIterable<Uint8Array>;
}

function place(response: Response, length: number | null): { start: number; total: number | null } {
  if (response.status === 200) return { start: 0, total: length };
  const [, start, total] =
    /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  return { start: Number(start ?? 0), total: total === '*' ? null : numberOf(total ?? null) };
}

/** S3 names the reason in a short XML body: `<Code>AccessDenied</Code>`. */
async function errorCode(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  return /<Code>(\w{1,60})<\/Code>/.exec(text.slice(0, 2000))?.[1] ?? '';
}

function numberOf(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}

interface SilenceTimer {
  signal: AbortSignal;
  heard(): void;
  stop(): void;
}

function createSilenceTimer(idleMs: number): SilenceTimer {
  const controller = new AbortController();
  const reason = Object.assign(new Error(`Nothing came for ${idleMs} ms.`), { code: 'ETIMEDOUT' });
  const timer = setTimeout(() => controller.abort(reason), idleMs);
  return {
    signal: controller.signal,
    heard: () => void timer.refresh(),
    stop: () => clearTimeout(timer),
  };
}
