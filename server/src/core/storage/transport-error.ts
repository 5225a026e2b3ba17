import { KeepsakeError } from '../errors';

/** Trouble in an exchange with a remote storage; `transient` says whether the same request may yet succeed. */
export class TransportError extends KeepsakeError {
  /** HTTP status that was answered, or null when none was. */
  readonly status: number | null;
  /** Milliseconds that the other side asked to be left alone for. */
  readonly retryAfterMs: number | null;

  constructor(
    code: string,
    message: string,
    options: ConstructorParameters<typeof KeepsakeError>[2] & {
      status?: number | null;
      retryAfterMs?: number | null;
    },
  ) {
    super(code, message, options);
    this.status = options.status ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETDOWN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);
const TRANSIENT_STATUS = new Set([408, 429, 500, 502, 503, 504]);
/** S3 answers 400 to a body that was cut or came too slowly, which the next attempt may well get through. */
const TRANSIENT_NAME = new Set([
  'TimeoutError',
  'RequestTimeout',
  'IncompleteBody',
  'SlowDown',
  'InternalError',
]);

/**
 * What a provider's library or `fetch` threw, as an error about the object `name`. Of the cause only its name, its
 * status and its message without query strings are kept: signatures and tokens are in the rest.
 *
 * @param doing for people: `putting`, `reading`, `deleting`
 */
export function transportError(
  thrown: unknown,
  doing: string,
  name: string,
  provider: string,
): KeepsakeError {
  if (thrown instanceof KeepsakeError) return thrown;
  const chain = causes(thrown);
  const status = first(chain, statusOf);
  const code = first(chain, codeOf) ?? '';
  const what = [code, status].filter(Boolean).join(' ') || 'an unknown error';
  const isNetwork = status === null && chain.some((error) => NETWORK.has(String(error.code)));
  const transient =
    isNetwork ||
    (status !== null && TRANSIENT_STATUS.has(status)) ||
    chain.some((error) => TRANSIENT_NAME.has(String(error.name)));
  const options = {
    item: name,
    transient,
    status,
    retryAfterMs: first(chain, retryAfterOf),
    cause: new Error(chain.map((error) => withoutQueries(`${error.name}: ${error.message}`)).join(' / ')),
  };
  const message = `The storage (${provider}) failed at ${doing} object ${name}: ${what}.`;
  if (status === 507 || /quota|storagefull/i.test(code)) {
    return new TransportError('storage_full', message, {
      ...options,
      transient: false,
      hint: 'Raise the quota of the storage or remove old backups, then try again.',
    });
  }
  if (['NoSuchBucket', 'ContainerNotFound'].includes(code)) {
    return new TransportError('storage_bucket_missing', message, {
      ...options,
      hint: 'Make the bucket, or check its name in the settings of the storage. Keepsake makes none.',
    });
  }
  if (status === 401 || status === 403) {
    return new TransportError('storage_denied', message, { ...options, hint: DENIED });
  }
  return transient
    ? new TransportError('storage_unreachable', message, { ...options, hint: UNREACHABLE })
    : new TransportError('storage_failed', message, { ...options, hint: FAILED });
}

const DENIED =
  'Check the credentials and the rights of the storage: Keepsake has to put, read and delete objects there.';
const UNREACHABLE = 'Try again later; check the network and the state of the storage if it stays so.';
const FAILED = 'Check the settings of the storage; the log of the server has the cause.';

/** Retry-After as RFC 9110 §10.2.3 has it, seconds or a date, in milliseconds from now; null when it is neither. */
export function parseRetryAfter(value: string | null | undefined): number | null {
  if (!value) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

/** URLs in a text, without what may hold a signature or a token. */
export function withoutQueries(text: string): string {
  return text.replace(/(https?:\/\/[^\s?"'<>]+)\?[^\s"'<>]*/g, '$1?…');
}

interface Thrown {
  name?: unknown;
  message?: unknown;
  code?: unknown;
  status?: unknown;
  statusCode?: unknown;
  cause?: unknown;
  errors?: unknown;
  $metadata?: { httpStatusCode?: unknown };
  $response?: { headers?: Record<string, string> };
  response?: { status?: unknown; statusCode?: unknown; headers?: unknown };
}

/** The error and what caused it; `fetch` says "fetch failed" and has the reason one step below. */
function causes(thrown: unknown): Thrown[] {
  const chain: Thrown[] = [];
  let next = thrown;
  while (typeof next === 'object' && next !== null && chain.length < 5) {
    const error = next as Thrown;
    chain.push(error);
    next = error.cause ?? (Array.isArray(error.errors) ? (error.errors as unknown[])[0] : undefined);
  }
  return chain.length > 0 ? chain : [{ name: 'Error', message: String(thrown) }];
}

function first<T>(chain: Thrown[], read: (error: Thrown) => T | null): T | null {
  for (const error of chain) {
    const value = read(error);
    if (value !== null) return value;
  }
  return null;
}

/** Each provider's library has its own place for it: AWS, Azure, Google, axios. */
function statusOf({ $metadata, statusCode, status, response, code }: Thrown): number | null {
  const places = [
    $metadata?.httpStatusCode,
    statusCode,
    status,
    response?.status,
    response?.statusCode,
    code,
  ];
  const found = places.map(Number).find((value) => Number.isInteger(value) && value >= 100 && value < 600);
  return found ?? null;
}

function codeOf({ code, name }: Thrown): string | null {
  if (typeof code === 'string' && /^[A-Za-z_]\w*$/.test(code)) return code;
  return typeof name === 'string' && name !== 'Error' && name !== 'TypeError' ? name : null;
}

function retryAfterOf({ $response, response }: Thrown): number | null {
  const headers = ($response?.headers ?? response?.headers) as
    Record<string, string> | { get(name: string): string | null } | undefined;
  if (!headers) return null;
  return parseRetryAfter(
    typeof headers.get === 'function'
      ? headers.get('retry-after')
      : (headers as Record<string, string>)['retry-after'],
  );
}
