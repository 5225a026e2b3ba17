import type { HttpAnswer, HttpGet } from './http-get';

/** A file behind a URL, opened. */
export interface OpenedUrl {
  status: number;
  /** First byte of this answer within the file: 0, or what a range asked for and got. */
  start: number;
  /** Bytes of this answer, null when the server does not say. */
  length: number | null;
  /** Bytes of the whole file, null when the server does not say. */
  total: number | null;
  /** As the server gave it. */
  etag: string | null;
  /** To be read to its end, or to be ended by `discard`. Throws when the connection is cut or falls silent. */
  content: AsyncGenerator<Buffer>;
  discard(): void;
}

/** An answer that is neither the file nor a part of it. Carries what `transportError` looks for. */
export class UnexpectedAnswer extends Error {
  override readonly name: string;
  readonly response: Pick<HttpAnswer, 'status' | 'headers'>;

  constructor(response: HttpAnswer, code: string) {
    super(`The server answered ${response.status}.`);
    this.name = code || 'UnexpectedAnswer';
    this.response = { status: response.status, headers: response.headers };
  }
}

export interface UrlRequest {
  get: HttpGet;
  /** This long without a byte is taken for a dead connection, in milliseconds. */
  idleMs: number;
  range?: { start: number; length: number };
}

/**
 * Opens a file by its URL. The content is held to the length that the server announced: a connection cut in the
 * middle may look like an end.
 *
 * @throws UnexpectedAnswer for anything but 200 and 206, and what `get` throws
 */
export async function openUrl(url: string, { get, idleMs, range }: UrlRequest): Promise<OpenedUrl> {
  const silence = createSilenceTimer(idleMs);
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (range) headers.range = `bytes=${range.start}-${range.start + range.length - 1}`;
  try {
    const response = await get(url, { headers, signal: silence.signal });
    if (response.status !== 200 && response.status !== 206) {
      throw new UnexpectedAnswer(response, await errorCode(response));
    }
    const length = numberOf(response.headers.get('content-length'));
    return {
      status: response.status,
      ...place(response, length),
      length,
      etag: response.headers.get('etag'),
      content: readContent(response, length, silence),
      discard() {
        silence.stop();
        response.destroy();
      },
    };
  } catch (error) {
    silence.stop();
    throw silence.signal.aborted ? silence.signal.reason : error;
  }
}

async function* readContent(
  response: HttpAnswer,
  length: number | null,
  silence: SilenceTimer,
): AsyncGenerator<Buffer> {
  let received = 0;
  try {
    for await (const part of response.body) {
      silence.heard();
      received += part.length;
      yield Buffer.from(part);
      // Whoever reads may be slow without the connection being dead.
      silence.heard();
    }
  } catch (error) {
    throw silence.signal.aborted ? silence.signal.reason : error;
  } finally {
    silence.stop();
    // A reader that stops early must not leave the connection waiting.
    response.destroy();
  }
  if (length !== null && received !== length) {
    throw Object.assign(new Error(`${received} of ${length} bytes came.`), { code: 'ECONNRESET' });
  }
}

function place(response: HttpAnswer, length: number | null): { start: number; total: number | null } {
  if (response.status === 200) return { start: 0, total: length };
  const [, start, total] =
    /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  return { start: Number(start ?? 0), total: total === '*' ? null : numberOf(total ?? null) };
}

/** S3 names the reason in a short XML body: `<Code>AccessDenied</Code>`. */
async function errorCode(response: HttpAnswer): Promise<string> {
  let text = '';
  try {
    for await (const part of response.body) {
      text += Buffer.from(part).toString('latin1');
      if (text.length > 2000) break;
    }
  } catch {
    // The status says enough.
  }
  return /<Code>(\w{1,60})<\/Code>/.exec(text)?.[1] ?? '';
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
