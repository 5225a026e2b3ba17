import { KeepsakeError } from '../../core/errors';

const CODES = ['storage_full', 'quota_exceeded', 'disk_full'];
const FULL_DISK = ['ENOSPC', 'EDQUOT'];

/** What to do about an export that found no space, which is another thing than for a backup; other errors as they are. */
export function withoutSpace(error: unknown): unknown {
  const { code = '' } = (error ?? {}) as { code?: string };
  if (FULL_DISK.includes(code))
    return full('disk_full', 'There is no space left on the disk of the private folder.', error);
  if (!(error instanceof KeepsakeError) || !CODES.includes(code)) return error;
  return full(code, error.message, error);
}

function full(code: string, message: string, cause: unknown): KeepsakeError {
  return new KeepsakeError(code, message, {
    hint:
      'Delete exports that nobody needs any more, or choose less: fewer content types, no files. Otherwise make room on ' +
      'the disk or in the bucket, then make the export again.',
    item: cause instanceof KeepsakeError ? cause.item : '',
    transient: cause instanceof KeepsakeError && cause.transient,
    cause,
  });
}
