import type { JobEvent } from '../../../shared/contracts/jobs';

/** A stream that gives no sign of life for so long is stuck somewhere on its way; the server gives one every 15 s. */
const SILENT_MS = 40_000;

/**
 * Server-sent events by `fetch`: the browser's own `EventSource` cannot send a token.
 *
 * @param onOpen Called when the first bytes have arrived, that is when no proxy holds them back
 * @throws when the server refuses, the connection breaks, or nothing comes any more
 */
export async function* readJobEvents(
  url: string,
  token: string,
  signal: AbortSignal,
  onOpen: () => void,
): AsyncGenerator<JobEvent> {
  const headers = { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' };
  const response = await fetch(url, { headers, signal });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!response.ok || !response.body || !isStream) throw new Error(`No events: ${response.status}`);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read());
      if (done) return;
      onOpen();
      text += decoder.decode(value, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^event: job\ndata: (.*)$/.exec(event)?.[1];
        if (data) yield JSON.parse(data) as JobEvent;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

async function inTime<T>(reading: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No sign of life')), SILENT_MS);
  });
  try {
    return await Promise.race([reading, silence]);
  } finally {
    clearTimeout(timer);
  }
}
