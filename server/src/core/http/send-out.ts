import { lookup as lookUp } from 'node:dns/promises';
import { request as plainRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';

import { KeepsakeError } from '../errors';
import { isPrivateAddress } from './private-address';

export interface OutgoingRequest {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** It may reach this machine and its neighbours. */
  allowPrivate: boolean;
  timeoutMs?: number;
  /** For tests: another resolver, and another view of what is private. */
  resolve?: (host: string) => Promise<{ address: string; family: number }[]>;
  isPrivate?: (address: string) => boolean;
}

const TIMEOUT_MS = 10_000;
const HOPS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Sends a request to an address that somebody has configured, and nowhere else: the name is resolved once, every address
 * it has must be public, and the connection goes to one of those, not to what the name means a moment later. The same
 * for each redirect. (Server-side request forgery and DNS rebinding, OWASP.)
 *
 * @returns the status of the last answer; its body is not read
 * @throws KeepsakeError `address_private`, `address_invalid`, `redirect_refused`, or `request_failed` (transient)
 */
export async function sendOut(request: OutgoingRequest): Promise<{ status: number }> {
  let { url } = request;
  for (let hops = 0; ; hops += 1) {
    const answer = await sendOnce(url, request);
    const { location } = answer.headers;
    const status = answer.statusCode ?? 0;
    answer.destroy();
    if (!REDIRECTS.includes(status) || !location) return { status };
    if (hops >= HOPS) throw refused('It redirects too often.');
    // 301 to 303 have a POST asked for again as a GET, which would lose what it says.
    if (request.method === 'POST' && status < 307) throw refused('It redirects a POST to a GET.');
    url = new URL(location, url).href;
  }
}

async function sendOnce(url: string, request: OutgoingRequest): Promise<IncomingMessage> {
  const target = parse(url);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const found = await addressesOf(host, request.resolve ?? resolveAll);
  const isPrivate = request.isPrivate ?? isPrivateAddress;
  // One private address among them is enough: which one is taken is not for the name's owner to decide.
  if (!request.allowPrivate && found.some(({ address }) => isPrivate(address))) throw isInside(target.host);
  const [to] = found;
  if (!to) throw failed('The name has no address.');
  const start = target.protocol === 'https:' ? secureRequest : plainRequest;
  const { method, headers = {}, body, timeoutMs = TIMEOUT_MS } = request;
  return new Promise((resolve, reject) => {
    const outgoing = start(
      target,
      {
        method,
        headers: { 'user-agent': 'Keepsake', ...headers },
        signal: AbortSignal.timeout(timeoutMs),
        // A connection kept open by somebody else's request could lead elsewhere.
        agent: false,
        lookup: (_host, options, done) =>
          options.all
            ? (done as unknown as (error: null, all: typeof found) => void)(null, [to])
            : done(null, to.address, to.family),
      },
      resolve,
    );
    outgoing.on('error', (error: NodeJS.ErrnoException) => reject(failed(error.code ?? error.name)));
    outgoing.end(body);
  });
}

function parse(url: string): URL {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (target && ['http:', 'https:'].includes(target.protocol) && !target.username && !target.password)
    return target;
  throw new KeepsakeError('address_invalid', 'This is no address that begins with http:// or https://.', {
    hint: 'Correct the address in the settings; a name and password do not belong into it.',
  });
}

async function addressesOf(
  host: string,
  resolve: NonNullable<OutgoingRequest['resolve']>,
): Promise<{ address: string; family: number }[]> {
  if (isIP(host)) return [{ address: host, family: isIP(host) }];
  try {
    return await resolve(host);
  } catch {
    throw failed('The name cannot be resolved.');
  }
}

async function resolveAll(host: string): Promise<{ address: string; family: number }[]> {
  return lookUp(host, { all: true, verbatim: true });
}

function isInside(host: string): KeepsakeError {
  return new KeepsakeError(
    'address_private',
    `${host} is an address of a private network, or of this machine.`,
    {
      hint: 'Where that is meant, allow private addresses for it in the settings.',
    },
  );
}

function refused(why: string): KeepsakeError {
  return new KeepsakeError('redirect_refused', `The address leads elsewhere. ${why}`, {
    hint: 'Name the address that it leads to in the settings.',
  });
}

function failed(why: string): KeepsakeError {
  return new KeepsakeError('request_failed', `There was no answer (${why}).`, {
    hint: 'See that the address is right and that its server runs.',
    transient: true,
  });
}
