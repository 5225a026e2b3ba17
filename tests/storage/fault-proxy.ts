import { createServer, request as send } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What may go wrong with one request. */
export type Fault =
  /** The connection ends without an answer. */
  | { kind: 'reset' }
  /** Nothing is ever answered. */
  | { kind: 'silence' }
  /** The connection ends when half of the body has come. */
  | { kind: 'cut-upload' }
  /** The server keeps half of the body and answers that all is well. */
  | { kind: 'swallow-half' }
  /** Half of the answer's body comes, then the connection ends. */
  | { kind: 'cut-download' }
  /** Half of the answer's body comes, then nothing more. */
  | { kind: 'stall-download' }
  /** One bit of the answer is another. */
  | { kind: 'wrong-bytes' }
  | { kind: 'answer'; status: number; code?: string; headers?: Record<string, string> };

export interface FaultProxy {
  url: string;
  /** `GET /bucket/key`, in order, without query strings. */
  log: string[];
  /** The next `times` requests that match meet this fault. */
  fail(match: (request: { method: string; path: string }) => boolean, fault: Fault, times?: number): void;
  /** Something else is done before the next request that matches. */
  once(match: (request: IncomingMessage) => boolean, first: () => Promise<unknown>): void;
  /** Forgets all faults and rules. */
  heal(): void;
  rules: {
    /** Requests without a signature are refused, as by a private bucket. */
    signedOnly: boolean;
    /** What is not there is answered by 403, as where the credentials may not list. */
    hideMissing: boolean;
    /** Objects are kept from strangers unless they were put as public, as by a bucket with ACLs. */
    honourAcl: boolean;
    /** Requests with an ACL are refused, as by a bucket whose owner is enforced. */
    noAcl: boolean;
  };
  /** The port is closed: connections are refused until it is open again. */
  close(): Promise<void>;
  open(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A proxy in front of an S3 server on this machine, which it improves in one point: requests for the same key go one
 * after the other. S3 replaces an object at once; the server of the tests writes into it.
 *
 * @param halve cuts the object of a path behind the server's back
 */
export async function startFaultProxy(
  targetPort: number,
  halve: (path: string) => void,
): Promise<FaultProxy> {
  const faults: { match: Parameters<FaultProxy['fail']>[0]; fault: Fault; times: number }[] = [];
  const turns = new Map<string, Promise<void>>();
  const rules = { signedOnly: false, hideMissing: false, honourAcl: false, noAcl: false };
  const acls = new Map<string, string>();
  const log: string[] = [];
  let before: { match: (request: IncomingMessage) => boolean; first: () => Promise<unknown> } | null = null;
  const server: Server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  server.on('clientError', (_, socket) => socket.destroy());

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const method = request.method ?? '';
    log.push(`${method} ${path}`);
    if (before?.match(request)) {
      const { first } = before;
      before = null;
      await first();
    }
    const fault = takeFault(method, path);
    if (fault?.kind === 'reset') return void response.destroy();
    if (fault?.kind === 'silence') return;
    if (fault?.kind === 'cut-upload') return cutUpload(request, response);
    const body = await read(request);
    if (fault?.kind === 'answer') return answer(response, fault.status, fault.code, fault.headers);
    if (rules.signedOnly && !isSigned(request)) return answer(response, 403, 'AccessDenied');
    if (method !== 'GET') acls.set(path, String(request.headers['x-amz-acl'] ?? 'private'));
    if (rules.honourAcl && !isSigned(request) && !acls.get(path)?.startsWith('public-')) {
      return answer(response, 403, 'AccessDenied');
    }
    if (rules.noAcl && request.headers['x-amz-acl']) {
      return answer(response, 400, 'AccessControlListNotSupported');
    }
    await inTurn(path, async () => {
      const wanted = request.headers['if-match'];
      if (wanted && (await etagOf(path)) !== wanted) return answer(response, 412, 'PreconditionFailed');
      const { status, headers, bytes } = await forward(request, body);
      if (fault?.kind === 'swallow-half') halve(path);
      if (rules.hideMissing && method === 'GET' && status === 404) {
        return answer(response, 403, 'AccessDenied');
      }
      deliver(response, status, headers, bytes, fault);
    });
  }

  function takeFault(method: string, path: string): Fault | null {
    const found = faults.find(({ match, times }) => times > 0 && match({ method, path }));
    if (!found) return null;
    found.times -= 1;
    return found.fault;
  }

  async function inTurn(path: string, work: () => Promise<void>): Promise<void> {
    const before = turns.get(path) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    turns.set(path, mine);
    return mine;
  }

  function forward(request: IncomingMessage, body: Buffer) {
    return new Promise<{ status: number; headers: IncomingMessage['headers']; bytes: Buffer }>(
      (done, fail) => {
        const headers = { ...request.headers, connection: 'close' };
        const { method, url: path } = request;
        const upstream = send({ host: '127.0.0.1', port: targetPort, method, path, headers }, (answered) => {
          read(answered).then(
            (bytes) => done({ status: answered.statusCode ?? 500, headers: answered.headers, bytes }),
            fail,
          );
        });
        upstream.on('error', fail);
        upstream.end(body);
      },
    );
  }

  /** What the server of the tests, which knows no conditions, has under this path. */
  async function etagOf(path: string): Promise<string | null> {
    const { headers, body } = await fetch(`http://127.0.0.1:${targetPort}${path}`);
    await body?.cancel();
    return headers.get('etag');
  }

  const listen = (port: number) =>
    new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(port, '127.0.0.1', () => done());
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });

  return {
    url: `http://127.0.0.1:${port}`,
    log,
    rules,
    fail: (match, fault, times = 1) => void faults.push({ match, fault, times }),
    once: (match, first) => void (before = { match, first }),
    heal() {
      before = null;
      faults.length = 0;
      Object.assign(rules, { signedOnly: false, hideMissing: false, honourAcl: false, noAcl: false });
    },
    close,
    open: () => listen(port),
    stop: close,
  };
}

/** Ends the connection when half of what was announced has come. */
function cutUpload(request: IncomingMessage, response: ServerResponse): void {
  const half = Number(request.headers['content-length'] ?? 2) / 2;
  let received = 0;
  request.on('data', (part: Buffer) => {
    received += part.length;
    if (received >= half) response.destroy();
  });
}

function deliver(
  response: ServerResponse,
  status: number,
  headers: IncomingMessage['headers'],
  bytes: Buffer,
  fault: Fault | null,
): void {
  response.writeHead(status, { ...headers, connection: 'close', 'content-length': bytes.length });
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  if (fault?.kind === 'cut-download') return void response.write(half, () => response.destroy());
  if (fault?.kind === 'stall-download') return void response.write(half);
  if (fault?.kind === 'wrong-bytes') bytes[Math.floor(bytes.length / 2)]! ^= 1;
  response.end(bytes);
}

function answer(response: ServerResponse, status: number, code = 'Error', headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/xml', connection: 'close', ...headers });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>made up</Message></Error>`);
}

function isSigned({ headers, url = '' }: IncomingMessage): boolean {
  return headers.authorization !== undefined || url.includes('X-Amz-Signature=');
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
