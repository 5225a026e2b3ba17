import { request as plainRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';

/** Asks for a file; the answer's body is to be read or destroyed. */
export type HttpGet = (url: string, request: HttpRequest) => Promise<HttpAnswer>;

export interface HttpRequest {
  headers: Record<string, string>;
  signal: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  headers: { get(name: string): string | null };
  body: AsyncIterable<Uint8Array>;
  /** Gives the rest up, and the connection with it. */
  destroy(): void;
}

const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Not `fetch`: its client (undici up to 7, which Strapi makes the global one) ends the whole process by a failed
 * assertion when a server closes a connection whose answer is not read as fast as it comes.
 */
export const httpGet: HttpGet = async (url, request) => {
  let at = url;
  for (let hops = 0; ; hops += 1) {
    const message = await send(at, request);
    const status = message.statusCode ?? 0;
    const { location } = message.headers;
    if (!REDIRECTS.includes(status) || !location || hops >= 3) return answerOf(message, status);
    message.resume();
    at = new URL(location, at).href;
  }
};

function send(url: string, { headers, signal }: HttpRequest): Promise<IncomingMessage> {
  const start = url.startsWith('https:') ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const outgoing = start(url, { headers, signal }, resolve);
    // Also what comes after the answer has begun, which its body throws as well.
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function answerOf(message: IncomingMessage, status: number): HttpAnswer {
  return {
    status,
    headers: {
      get(name) {
        const value = message.headers[name];
        return Array.isArray(value) ? value.join(', ') : (value ?? null);
      },
    },
    body: message,
    destroy: () => void message.destroy(),
  };
}
