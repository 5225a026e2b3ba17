/**
 * An error a person can act on. `message` says what happened and to what, `hint` what to do next;
 * neither ever carries a secret, a key or a token.
 */
export class KeepsakeError extends Error {
  override readonly name: string = 'KeepsakeError';
  /** Stable, machine readable, for example `object_damaged`. */
  readonly code: string;
  readonly hint: string;
  /** A transient error may succeed when tried again unchanged; a permanent one will not. */
  readonly transient: boolean;
  /** The one thing it happened to: an object's name, a file, a record's key. */
  readonly item: string;
  /** After how many seconds it is worth trying again, where that is known. */
  readonly retryAfter: number | null;

  constructor(
    code: string,
    message: string,
    options: {
      hint?: string;
      item?: string;
      transient?: boolean;
      retryAfter?: number;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? '';
    this.item = options.item ?? '';
    this.transient = options.transient ?? false;
    this.retryAfter = options.retryAfter ?? null;
  }
}

/** Any thrown thing as a `KeepsakeError`, so that borders can shape one kind only. */
export function asKeepsakeError(error: unknown): KeepsakeError {
  if (error instanceof KeepsakeError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new KeepsakeError('unexpected', message, {
    hint: 'This is not an error that Keepsake knows. The log of the server has its stack.',
    cause: error,
  });
}
