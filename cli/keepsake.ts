#!/usr/bin/env node
import { CommanderError } from 'commander';

import { failureOf } from './failure';
import { Output } from './output';
import { createProgram } from './program';

/** The `keepsake` command. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 partial. */
async function main(): Promise<void> {
  const output = new Output(process.argv.includes('--json'));
  try {
    await createProgram(output).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = 0;
    else output.failure(failureOf(error));
  }
  // A host app may leave timers and pools behind; everything of ours has ended here.
  await output.end();
  process.exit(process.exitCode);
}

void main();
