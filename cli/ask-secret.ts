import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

import { UsageError } from './failure';

/** The secret of a file: from a file of its own, from `KEEPSAKE_SECRET`, or typed where somebody can. */
export async function askSecret(secretFile: string | undefined): Promise<string> {
  if (secretFile !== undefined) return readSecretFile(secretFile);
  if (process.env.KEEPSAKE_SECRET) return process.env.KEEPSAKE_SECRET;
  if (process.stdin.isTTY) return typed();
  throw new UsageError(
    'The file is encrypted, and no secret was given.',
    'Set KEEPSAKE_SECRET, or name a file that holds it with --secret-file. It is never taken from the command line.',
  );
}

function readSecretFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw new UsageError('The file of --secret-file cannot be read.', 'Check its path and who may read it.');
  }
}

/** Nothing of what is typed is shown. */
async function typed(): Promise<string> {
  process.stderr.write('Secret: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  const secret = await terminal.question('');
  terminal.close();
  process.stderr.write('\n');
  return secret.trim();
}
