import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';

import { KeepsakeError } from '../errors';

export interface WrittenFile {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/**
 * Writes a file that is there under its name only once it is whole, and then replaces what had that name.
 *
 * @throws KeepsakeError `output_unwritable`, and what the content throws
 */
export async function writeExportFile(path: string, content: AsyncIterable<Buffer>): Promise<WrittenFile> {
  if (await isSomethingElse(path)) throw unwritable('There is something else than a file under its name.');
  const part = `${path}.${randomBytes(4).toString('hex')}.part`;
  const handle = await open(part, 'wx', 0o600).catch((cause: unknown) => {
    throw unwritable('Check that its folder exists and that you may write there.', cause);
  });
  const sha256 = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of content) {
      await handle.write(piece);
      sha256.update(piece);
      bytes += piece.length;
    }
    await handle.sync();
    await handle.close();
    await rename(part, path);
    return { bytes, sha256: sha256.digest('hex') };
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw isFileError(error) ? unwritable('Check that the disk has space.', error) : error;
  }
}

async function isSomethingElse(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => !found.isFile(),
    () => false,
  );
}

function isFileError(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'].includes((error as { code?: string }).code ?? '');
}

function unwritable(hint: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('output_unwritable', 'The file of the export cannot be written.', { hint, cause });
}
