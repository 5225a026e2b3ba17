import { KeepsakeError } from '../errors';

/**
 * What a file from outside may make this process do. A ZIP's directory says how large everything is; what it says is
 * held against these first, and what then comes out against what it said.
 */
export interface FileLimits {
  entries: number;
  /** Bytes of all entries, unpacked. */
  totalBytes: number;
  /** Bytes of one entry, unpacked. */
  entryBytes: number;
  /** Unpacked to packed, for entries over a megabyte. */
  ratio: number;
  /** Bytes of `manifest.json`, and of one record. */
  textBytes: number;
  /** How deep JSON may be nested. */
  depth: number;
}

export const FILE_LIMITS: FileLimits = {
  entries: 200_000,
  totalBytes: 256 * 1024 ** 3,
  entryBytes: 32 * 1024 ** 3,
  ratio: 200,
  textBytes: 64 * 1024 ** 2,
  depth: 100,
};

/** Something about the file that no file of Keepsake has, and that some have to do harm. */
export function fileRefused(name: string, what: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('file_refused', `The file was not opened: ${what}.`, {
    item: name,
    hint: 'Nothing was written. Take a file as it was downloaded from Keepsake, and ask who changed this one.',
    cause,
  });
}
