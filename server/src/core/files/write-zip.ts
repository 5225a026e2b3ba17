import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';

import { ZipFile } from 'yazl';

import type { ReadableFile } from './snapshot-files';

/**
 * Files as one ZIP, written while it is read; ZIP64 where it needs to be. What is packed already is stored as it is.
 * `time` is every file's, so that the same files make the same bytes.
 *
 * A source that fails breaks the stream off, so that nobody takes what came for the whole.
 */
export function zipOf(files: AsyncIterable<ReadableFile>, time: Date): Readable {
  const out = new PassThrough();
  const zip = new ZipFile();
  zip.outputStream.pipe(out);
  zip.on('error', (error: Error) => out.destroy(error));
  fill(zip, files, time, out).catch((error: Error) => out.destroy(error));
  return out;
}

async function fill(
  zip: ZipFile,
  files: AsyncIterable<ReadableFile>,
  time: Date,
  out: PassThrough,
): Promise<void> {
  // Whoever stops reading lets the files go.
  const gone = once(out, 'close').then(
    () => 'gone' as const,
    () => 'gone' as const,
  );
  for await (const { path, isCompressed, content } of files) {
    const source = Readable.from(content, { objectMode: false });
    const done = new Promise<void>((resolve, reject) => source.once('end', resolve).once('error', reject));
    const options = { mtime: time, mode: 0o100644, compress: !isCompressed, forceDosTimestamp: true };
    zip.addReadStream(source, path, options);
    if ((await Promise.race([done, gone])) !== 'gone') continue;
    source.destroy();
    return;
  }
  zip.end();
}
