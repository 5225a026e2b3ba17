import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';

import { eventStreams } from '../../../server/src/services/streams/event-streams';
import type { EventStream, EventStreamOptions } from '../../../server/src/services/streams/event-streams';

const errors: unknown[] = [];
const streamsWith = (options: Partial<EventStreamOptions> = {}) =>
  eventStreams({ limit: 2, onError: (error) => errors.push(error), ...options });

async function textOf(content: Readable): Promise<string> {
  let text = '';
  for await (const chunk of content) text += String(chunk);
  return text;
}

describe('A stream of events', () => {
  let server: Server | null = null;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = null;
    expect(errors.splice(0)).toEqual([]);
  });

  it('is text as the standard has it, and ends after what was sent', async () => {
    const content = streamsWith().open(async ({ send, end }) => {
      send('job', { message: 'two\nlines' });
      send('job', { done: 2 });
      end();
      send('job', { late: true });
      return () => undefined;
    });
    expect(await textOf(content)).toBe(
      ': hello\n\nevent: job\ndata: {"message":"two\\nlines"}\n\nevent: job\ndata: {"done":2}\n\n',
    );
  });

  it('says now and then that it is there, and ends after its time', async () => {
    const content = streamsWith({ keepAliveMs: 5, lifetimeMs: 60 }).open(async () => () => undefined);
    expect(await textOf(content)).toMatch(/^: hello\n\n(: still here\n\n)+$/);
  });

  it('is undone once when its reader goes, and makes room for the next', async () => {
    const streams = streamsWith({ limit: 1 });
    let undone = 0;
    server = createServer((_request, answer) => {
      const content = streams.open(async () => () => void (undone += 1));
      content.pipe(answer);
      answer.once('close', () => content.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const reading = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${port}`, { signal: reading.signal });
    await answer.body!.getReader().read();
    expect(streams.count()).toBe(1);
    expect(() => streams.open(async () => () => undefined)).toThrow(
      expect.objectContaining({ code: 'too_many_streams', transient: true }) as Error,
    );
    reading.abort();
    while (streams.count() > 0) await new Promise(setImmediate);
    expect(undone).toBe(1);
    streams.open(async () => () => undefined).destroy();
  });

  it('is undone when it was closed before it had begun', async () => {
    let begun = () => {};
    const slow = new Promise<void>((go) => (begun = go));
    let undone = 0;
    const content = streamsWith().open(async () => {
      await slow;
      return () => void (undone += 1);
    });
    content.destroy();
    begun();
    while (undone === 0) await new Promise(setImmediate);
    expect(undone).toBe(1);
  });

  it('is broken off for a reader that leaves too much unread', async () => {
    let stream: EventStream | null = null;
    const content = streamsWith().open(async (opened) => {
      stream = opened;
      return () => undefined;
    });
    await new Promise(setImmediate);
    for (let sent = 0; sent < 40; sent += 1) stream!.send('job', 'x'.repeat(50_000));
    expect(content.destroyed).toBe(true);
  });

  it('breaks off when it cannot begin, and when the server stops', async () => {
    const streams = streamsWith();
    const failing = streams.open(() => Promise.reject(new Error('no database')));
    await once(failing, 'close');
    expect(errors.splice(0)).toMatchObject([{ message: 'no database' }]);
    const open = streams.open(async () => () => undefined);
    streams.closeAll();
    await once(open, 'close');
    expect(streams.count()).toBe(0);
  });
});
