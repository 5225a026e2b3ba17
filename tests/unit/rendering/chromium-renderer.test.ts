import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openChromium } from '../../../server/src/core/rendering/chromium-renderer';
import { findBrowser } from '../../../server/src/core/rendering/find-browser';
import type { Renderer } from '../../../server/src/core/rendering/renderer';
import { ownMemory } from '../../../server/src/core/rendering/watch-memory';

const LIMITS = { seconds: 60, memory: 2e9 };
const { place } = findBrowser(process.env.CHROMIUM_PATH);
const withBrowser = place ? describe : describe.skip;

/** Folders and processes of browsers that this process started. */
const profiles = () =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`keepsake-pdf-${process.pid}-`));
const browsers = () =>
  execFileSync('ps', ['-eo', 'pid,stat,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`keepsake-pdf-${process.pid}-`) && !/^\s*\d+\s+Z/.test(line));

async function nothingLeft(): Promise<void> {
  for (let tries = 0; browsers().length > 0 && tries < 50; tries += 1)
    await new Promise((go) => setTimeout(go, 100));
  expect({ profiles: profiles(), browsers: browsers() }).toEqual({ profiles: [], browsers: [] });
}

withBrowser('A renderer of PDF', () => {
  let folder: string;
  let renderer: Renderer | null = null;
  const open = async (limits = LIMITS, signal?: AbortSignal) => {
    renderer = await openChromium({ place: place!, limits }, signal ? { signal } : {});
    return renderer;
  };

  const textOf = (pdf: Uint8Array) => {
    const path = join(folder, 'printed.pdf');
    writeFileSync(path, pdf);
    return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rendering-'));
  });

  afterEach(async () => {
    await renderer?.close();
    renderer = null;
    await nothingLeft();
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('prints a page on the paper that its style names', async () => {
    const running = await open();
    const pdf = await running.print('<style>@page{size:A5 landscape}</style><h1>Grüße, 世界, مرحبا</h1>');
    expect(textOf(pdf)).toMatch(/Grüße, +世界/);
    const info = execFileSync('pdfinfo', [join(folder, 'printed.pdf')], { encoding: 'utf8' });
    expect(info).toMatch(/Page size: +59[45]\S* x 4(19|20)\S* pts/);
    // A browser prints more than one document.
    expect(textOf(await running.print('<p>second</p>'))).toMatch(/second/);
  });

  describe('given a hostile page', () => {
    let server: Server;
    let asked: string[];
    let address: string;

    beforeAll(async () => {
      asked = [];
      server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end('from the test server');
      });
      await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
      address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    afterAll(() => new Promise((closed) => server.close(closed)));

    it('asks for nothing, runs nothing and reads no file', async () => {
      writeFileSync(join(folder, 'secret.txt'), 'THE-SECRET-OF-THE-DISK', { mode: 0o644 });
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
        <image xlink:href="http://${address}/in-svg"/><script>fetch("http://${address}/svg-script")</script></svg>`;
      const page = `<!doctype html>
        <base href="http://${address}/base/"><meta http-equiv="refresh" content="0;url=http://${address}/refresh">
        <link rel="stylesheet" href="http://${address}/style.css"><link rel="prefetch" href="http://${address}/prefetch">
        <link rel="dns-prefetch" href="//${address}"><link rel="preconnect" href="http://${address}">
        <style>@import url(http://${address}/import.css); body{background:url(http://${address}/css)}
          @font-face{font-family:x;src:url(http://${address}/font)} p{font-family:x}</style>
        <p>The text stays.</p>
        <script>document.body.append('SCRIPT RAN');fetch('http://${address}/script')</script>
        <img src="http://${address}/img"><img src="file://${folder}/secret.txt"><img src="x" onerror="fetch('http://${address}/onerror')">
        <iframe src="http://${address}/iframe"></iframe><iframe src="file:///etc/passwd"></iframe>
        <iframe src="file://${folder}/secret.txt"></iframe><iframe srcdoc="<img src=http://${address}/srcdoc>"></iframe>
        <iframe src="data:text/html,<img src=http://${address}/data-frame>FRAME"></iframe>
        <object data="http://${address}/object"></object><embed src="http://${address}/embed">
        <video src="http://${address}/video" poster="http://${address}/poster"></video>
        <img src="http://169.254.169.254/latest/meta-data/"><iframe src="http://169.254.169.254/"></iframe>
        <img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">
        <form action="http://${address}/form"><input autofocus onfocus="this.form.submit()"></form>
        <a href="javascript:fetch('http://${address}/link')" ping="http://${address}/ping">link</a>`;
      const text = textOf(await (await open()).print(page));
      expect(text).toMatch(/The text stays\./);
      expect(text).not.toMatch(/SCRIPT RAN|root:|SECRET|from the test server|FRAME/);
      expect(asked).toEqual([]);
      // The server answers who asks: the silence above is not its own.
      expect(await (await fetch(`http://${address}/here`, { headers: { connection: 'close' } })).text()).toBe(
        'from the test server',
      );
    });
  });

  it('that is killed fails by name, as something to try again, and leaves nothing', async () => {
    const running = await open();
    const printing = running.print(`<p>${'word '.repeat(500_000)}</p>`);
    const failing = expect(printing).rejects.toMatchObject({ code: 'browser_ended', transient: true });
    const [line] = browsers();
    process.kill(Number(/\d+/.exec(line!)![0]), 'SIGKILL');
    await failing;
    await running.close();
    await nothingLeft();
    await expect(running.print('<p>again</p>')).rejects.toMatchObject({ code: 'browser_ended' });
  });

  it('ends when it is cancelled in the middle, and leaves nothing', async () => {
    const cancelled = new AbortController();
    const running = await open(LIMITS, cancelled.signal);
    const failing = expect(running.print(`<p>${'word '.repeat(500_000)}</p>`)).rejects.toThrow('enough');
    setTimeout(() => cancelled.abort(new Error('enough')), 100);
    await failing;
    await running.close();
    await nothingLeft();
  });

  it('ends when it takes longer than it may', async () => {
    const running = await open({ ...LIMITS, seconds: 0.3 });
    await expect(running.print(`<p>${'word '.repeat(2_000_000)}</p>`)).rejects.toMatchObject({
      code: 'pdf_too_slow',
    });
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('ends when its browser takes more memory than it may', async () => {
    const running = await open({ ...LIMITS, memory: 150e6 });
    await expect(running.print(`<p>${'word '.repeat(3_000_000)}</p>`)).rejects.toMatchObject({
      code: 'pdf_too_much_memory',
    });
    expect(ownMemory(process.pid + 1_000_000_000)).toBe(0);
  });

  it('that does not start is said so', async () => {
    const broken = { kind: 'file', path: '/bin/false', from: 'settings' } as const;
    await expect(openChromium({ place: broken, limits: LIMITS })).rejects.toMatchObject({
      code: 'browser_failed',
    });
  });
});
