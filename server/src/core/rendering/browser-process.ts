import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

import type { Browser } from 'puppeteer-core';

import { KeepsakeError } from '../errors';
import { browserArguments } from './browser-arguments';
import { BROWSER_PACKAGE } from './find-browser';
import type { BrowserPlace } from './find-browser';
import { pipeTransport } from './pipe-transport';
import { makeProfileFolder, removeProfileFolder } from './profile-folder';

/**
 * A browser of its own for one job, in a process group of its own.
 *
 *   starting ──answers──▶ running ──close(), or it dies──▶ ended: group killed, profile removed
 *      └──ends or says nothing──▶ the next way to start it, or browser_failed
 */
export interface BrowserProcess {
  browser: Browser;
  /** Also the id of its group. */
  pid: number;
  /** Whether the browser keeps its pages in a sandbox of the system. */
  sandboxed: boolean;
  /** Resolves when it has ended, by itself or not. */
  ended: Promise<void>;
  close(): Promise<void>;
}

interface Way {
  user: { uid: number; gid: number } | null;
  sandboxed: boolean;
}

/** `nobody` of Linux. */
const NOBODY = { uid: 65534, gid: 65534 };
const START_MS = 30_000;
const STDERR_CHARACTERS = 2000;
/** What the browser needs of the environment: where things are and which fonts there are, never a secret. */
const PASSED = [
  'PATH',
  'LANG',
  'LC_ALL',
  'FONTCONFIG_PATH',
  'FONTCONFIG_FILE',
  'SYSTEMROOT',
  'LD_LIBRARY_PATH',
];

/**
 * Starts the browser in the safest way that works here.
 *
 * @throws KeepsakeError `browser_failed` when it starts in no way; what the signal was aborted with
 */
export async function startBrowser(place: BrowserPlace, signal?: AbortSignal): Promise<BrowserProcess> {
  const path = await pathOf(place);
  let last: unknown;
  for (const way of ways()) {
    signal?.throwIfAborted();
    try {
      return await start(path, way, signal);
    } catch (error) {
      signal?.throwIfAborted();
      last = error;
    }
  }
  throw new KeepsakeError('browser_failed', 'The browser that makes PDF did not start.', {
    hint: 'Start it by hand on the server to see why: a library or a font package may be missing.',
    cause: last,
  });
}

/**
 * Chromium refuses its sandbox to root, and inside of many containers the system refuses it to everybody. What it then
 * still cannot do: run scripts, ask for anything, or as another user read the site's files.
 */
function ways(): Way[] {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const asNobody = [true, false].map((sandboxed) => ({ user: NOBODY, sandboxed }));
  const asMyself = { user: null, sandboxed: false };
  return isRoot ? [...asNobody, asMyself] : [{ user: null, sandboxed: true }, asMyself];
}

async function pathOf(place: BrowserPlace): Promise<string> {
  if (place.kind === 'file') return place.path;
  const { default: chromium } = await import(BROWSER_PACKAGE);
  const path = await chromium.executablePath();
  if (typeof process.getuid !== 'function') return path;
  // It lies under a name that everybody knows, in a folder where everybody may write.
  const { uid } = statSync(path);
  if (uid !== process.getuid() && uid !== 0)
    throw new KeepsakeError('browser_failed', 'The browser that was unpacked belongs to another user.', {
      hint: `Remove the file “chromium” from the server's folder for temporary files, if it is not yours.`,
    });
  // Unpacked for its owner alone, and run as another user.
  if (uid === process.getuid()) chmodSync(path, 0o755);
  return path;
}

/** Without fonts of the system the ones of the package, unpacked beside its browser. */
function fontsOf(path: string): NodeJS.ProcessEnv {
  const folder = join(dirname(path), 'fonts');
  const hasOwn = existsSync(join(folder, 'fonts.conf')) && !existsSync('/etc/fonts/fonts.conf');
  return hasOwn ? { FONTCONFIG_PATH: folder } : {};
}

async function start(path: string, { user, sandboxed }: Way, signal?: AbortSignal): Promise<BrowserProcess> {
  const profile = makeProfileFolder(user);
  const child = spawn(path, browserArguments(profile, sandboxed), {
    cwd: profile,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...environment(profile), ...fontsOf(path) },
    ...user,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const close = async () => {
    kill(child);
    await ended;
    removeProfileFolder(profile);
  };
  const said = lastWords(child);
  try {
    const { default: puppeteer } = await import('puppeteer-core');
    const [, , , to, from] = child.stdio as unknown as [null, null, Readable, Writable, Readable];
    const connected = puppeteer.connect({ transport: pipeTransport(to, from), defaultViewport: null });
    // Answered too late, it is closed already.
    connected.catch(() => undefined);
    const browser = await Promise.race([connected, tooLate(ended, said, signal)]);
    return { browser, pid: child.pid ?? 0, sandboxed, ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function tooLate(ended: Promise<void>, said: () => string, signal?: AbortSignal): Promise<never> {
  const stop = new AbortController();
  const waiting = [
    ended,
    new Promise((resolve) => setTimeout(resolve, START_MS).unref()),
    ...(signal ? [once(signal, 'abort', { signal: stop.signal }).catch(() => undefined)] : []),
  ];
  await Promise.race(waiting);
  stop.abort();
  throw new Error(`The browser did not answer. ${said()}`);
}

function environment(profile: string): NodeJS.ProcessEnv {
  const passed = PASSED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  const own = {
    HOME: profile,
    TMPDIR: profile,
    XDG_CONFIG_HOME: profile,
    XDG_CACHE_HOME: profile,
    TZ: 'UTC',
  };
  return { ...(Object.fromEntries(passed) as NodeJS.ProcessEnv), ...own };
}

function lastWords(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (more: string) => {
    text = (text + more).slice(-STDERR_CHARACTERS);
  });
  return () => text;
}

/** With everything that it started. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
