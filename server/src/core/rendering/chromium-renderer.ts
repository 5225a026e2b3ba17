import type { HTTPRequest, Page } from 'puppeteer-core';

import { KeepsakeError } from '../errors';
import { startBrowser } from './browser-process';
import type { BrowserProcess } from './browser-process';
import { CONTENT_POLICY } from './content-policy';
import type { BrowserPlace } from './find-browser';
import type { Renderer, RendererOptions } from './renderer';
import { watchMemory } from './watch-memory';

export interface ChromiumSettings {
  place: BrowserPlace;
  limits: RenderLimits;
}

export interface RenderLimits {
  /** For the whole job. */
  seconds: number;
  /** Bytes that the browser may have. */
  memory: number;
}

/** Never asked of anybody: the answer is given here. */
const ADDRESS = 'https://keepsake.invalid/';

/**
 * A renderer that is a Chromium of its own: without scripts, without a network and, where the system allows it, in a
 * sandbox. What a page asks for beyond data that it brings along is refused four times over: by its content security
 * policy, by the browser's being offline, by its resolver of names, and by what answers its requests.
 *
 * @throws KeepsakeError `browser_failed`
 */
export async function openChromium(
  { place, limits }: ChromiumSettings,
  { signal }: RendererOptions = {},
): Promise<Renderer> {
  return new ChromiumRenderer(await startBrowser(place, signal), limits, signal);
}

class ChromiumRenderer implements Renderer {
  /** Why it was ended from here; null while it was not. */
  #reason: Error | null = null;
  #closed: Promise<void> | null = null;
  readonly #stops: (() => void)[] = [];
  readonly #ended: Promise<never>;

  constructor(
    private readonly process: BrowserProcess,
    limits: RenderLimits,
    signal: AbortSignal | undefined,
  ) {
    const end = (reason: Error) => {
      this.#reason ??= reason;
      void this.close();
    };
    this.#ended = process.ended.then(() => {
      throw this.#reason ?? ended();
    });
    this.#ended.catch(() => undefined);
    const onAbort = () => end(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort);
    const timer = setTimeout(() => end(tooSlow(limits)), limits.seconds * 1000);
    this.#stops.push(
      () => signal?.removeEventListener('abort', onAbort),
      () => clearTimeout(timer),
      watchMemory(process.pid, limits.memory, () => end(tooMuchMemory(limits))),
    );
    if (signal?.aborted) onAbort();
  }

  async print(html: string): Promise<Uint8Array> {
    const printed = this.#print(html);
    // What it throws once the browser is gone says less than why that is.
    printed.catch(() => undefined);
    try {
      return await Promise.race([printed, this.#ended]);
    } catch (error) {
      if (this.#reason) throw this.#reason;
      if (error instanceof KeepsakeError) throw error;
      throw ended(error);
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.process.close();
  }

  async #print(html: string): Promise<Uint8Array> {
    const page = await this.process.browser.newPage();
    // The browser outlives the process of a page, and would not say that its answer will never come.
    const crashed = new Promise<never>((_, reject) => void page.once('error', reject));
    crashed.catch(() => undefined);
    try {
      await this.#isolate(page, html);
      await Promise.race([page.goto(ADDRESS, { waitUntil: 'load', timeout: 0 }), crashed]);
      const options = { preferCSSPageSize: true, printBackground: true, tagged: false, timeout: 0 };
      return await Promise.race([page.pdf(options), crashed]);
    } finally {
      await page.close().catch(() => undefined);
    }
  }

  async #isolate(page: Page, html: string): Promise<void> {
    await page.setJavaScriptEnabled(false);
    await page.setCacheEnabled(false);
    await page.setRequestInterception(true);
    let isAnswered = false;
    page.on('request', (request) => {
      const isDocument = !isAnswered && request.isNavigationRequest() && request.url() === ADDRESS;
      isAnswered ||= isDocument;
      const answered = isDocument ? answer(request, html) : refuse(request);
      answered.catch(() => undefined);
    });
    await page.setOfflineMode(true);
  }
}

function answer(request: HTTPRequest, body: string): Promise<void> {
  const headers = { 'Content-Security-Policy': CONTENT_POLICY, 'Referrer-Policy': 'no-referrer' };
  return request.respond({ status: 200, contentType: 'text/html; charset=utf-8', headers, body });
}

async function refuse(request: HTTPRequest): Promise<void> {
  if (request.url().startsWith('data:')) return request.continue();
  // Without content it leads nowhere, and the page stays: after an error there would be nothing to print.
  if (request.isNavigationRequest()) return request.respond({ status: 204 });
  return request.abort('blockedbyclient');
}

function ended(cause?: unknown): KeepsakeError {
  return new KeepsakeError('browser_ended', 'The browser that makes the PDF ended before it had finished.', {
    hint: 'It is tried again. If it happens again, give the server more memory, or choose fewer entries.',
    transient: true,
    cause,
  });
}

function tooSlow({ seconds }: RenderLimits): KeepsakeError {
  return new KeepsakeError('pdf_too_slow', `The PDF took longer than the ${seconds} seconds that it may.`, {
    hint: 'Choose fewer entries, leave pictures out, or raise pdf.limits.seconds in the settings.',
  });
}

function tooMuchMemory({ memory }: RenderLimits): KeepsakeError {
  const megabytes = Math.round(memory / 1e6);
  return new KeepsakeError(
    'pdf_too_much_memory',
    `The browser that makes the PDF took more than the ${megabytes} MB of memory that it may.`,
    {
      hint: 'Choose fewer entries, leave pictures out, or raise pdf.limits.memory in the settings.',
    },
  );
}
