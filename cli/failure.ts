import { CommanderError } from 'commander';

import { asKeepsakeError } from '../server/src/core/errors';

export interface Failure {
  code: string;
  message: string;
  hint: string;
  exitCode: 1 | 2;
}

/** Thrown for a call whose words are wrong: exit code 2. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) {
    return {
      code: 'usage',
      message: error.message.replace(/^error: /, ''),
      hint: 'See keepsake --help.',
      exitCode: 2,
    };
  }
  if (error instanceof UsageError)
    return { code: 'usage', message: error.message, hint: error.hint, exitCode: 2 };
  // Errors cross from the app's copy of the plugin, so they are told by their shape and not by their class.
  const shaped = error as { code?: unknown; hint?: unknown; message?: unknown };
  if (typeof shaped.code === 'string' && typeof shaped.hint === 'string') {
    return { code: shaped.code, message: String(shaped.message), hint: shaped.hint, exitCode: 1 };
  }
  const { code, message, hint } = asKeepsakeError(error);
  return { code, message, hint, exitCode: 1 };
}
