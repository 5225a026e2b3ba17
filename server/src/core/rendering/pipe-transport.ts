import type { Readable, Writable } from 'node:stream';

import type { ConnectionTransport } from 'puppeteer-core';

/** Messages of the DevTools protocol over two pipes: each is JSON with a zero byte behind it. */
export function pipeTransport(to: Writable, from: Readable): ConnectionTransport {
  let parts: string[] = [];
  const transport: ConnectionTransport = {
    send: (message) => void to.write(`${message}\0`),
    close: () => void to.end(),
  };
  from.setEncoding('utf8');
  from.on('data', (text: string) => {
    const messages = text.split('\0');
    parts.push(messages.shift() ?? '');
    // A PDF comes in messages of megabytes: joined once, not with each piece.
    for (const next of messages) {
      transport.onmessage?.(parts.join(''));
      parts = [next];
    }
  });
  from.on('close', () => transport.onclose?.());
  // A browser that ends while it is spoken to is noticed by its exit.
  to.on('error', () => undefined);
  from.on('error', () => undefined);
  return transport;
}
