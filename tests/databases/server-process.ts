import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Database servers refuse to run as root; where the tests do, one of these users runs the server. */
export interface UnprivilegedUser {
  name: string;
  uid: number;
  gid: number;
}

export interface ServerFolder {
  path: string;
  /** null where the tests do not run as root and the server runs as the same user. */
  user: UnprivilegedUser | null;
  remove(): void;
}

/**
 * Starts `command`, and ends it when this process ends, however it does: the shell in between waits for the end of its
 * input, which comes even when a test run is killed.
 */
const SUPERVISE = '"$@" <&- & server=$!; read -r end; kill -s "$SIGNAL" "$server"; wait "$server"';

const START_TIMEOUT_MS = 30_000;

/** @throws Error when root runs the tests and none of these users exists */
export function unprivilegedUser(names: string[]): UnprivilegedUser | null {
  if (userInfo().uid !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of names) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(`the tests run as root, and there is no user ${names.join(' or ')} to run the server`);
}

export function serverFolder(name: string, user: UnprivilegedUser | null): ServerFolder {
  const path = mkdtempSync(join(tmpdir(), `keepsake-${name}-`));
  if (user) chownSync(path, user.uid, user.gid);
  return { path, user, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs a program to its end. @throws Error with what it said when it fails */
export async function runToEnd(command: string, args: string[], { path, user }: ServerFolder): Promise<void> {
  const child = spawn(command, args, { cwd: path, stdio: ['ignore', 'ignore', 'pipe'], ...identity(user) });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await ended(child);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${said.slice(-2000)}`);
}

/** Starts a server and waits until it takes connections on 127.0.0.1. `signal` is what makes it end at once. */
export async function startServer(
  command: string,
  args: string[],
  port: number,
  signal: 'QUIT' | 'KILL',
  folder: ServerFolder,
): Promise<{ stop(): Promise<void> }> {
  const child = spawn('/bin/sh', ['-c', SUPERVISE, 'sh', command, ...args], {
    cwd: folder.path,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, SIGNAL: signal },
    ...identity(folder.user),
  });
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  const end = ended(child);
  const stop = async () => {
    child.stdin!.end();
    await end;
    folder.remove();
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(port))) {
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`${command} did not answer on port ${port}: ${said}`);
    }
    await setTimeout(100);
  }
  return { stop };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => void server.close(closed));
  return port;
}

/** The first of these programs that is there. */
export function findProgram(paths: string[]): string | null {
  return paths.find((path) => existsSync(path)) ?? null;
}

/** What `look` finds to be in the way, or what it throws, as a reason. */
export function reasonOf(look: () => string | null): string | null {
  try {
    return look();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function identity(user: UnprivilegedUser | null): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
