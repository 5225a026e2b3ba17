import { makeBundle } from '../formats/make-bundle';
import type { BundleRequest } from '../formats/make-bundle';
import { makeExport } from '../formats/make-export';
import type { ExportResult, MadeExport } from '../formats/make-export';
import type { ExportRequest } from '../formats/export-request';
import type { ExportOptions, ExportSource } from '../formats/record-source';
import { storeExport } from './stored-export';
import type { ExportPlace } from './stored-export';
import { writeExportFile } from './write-export-file';

/** Of one project, or of several in one file. */
export type AnyExportRequest = ExportRequest | BundleRequest;

/** Where an export goes. */
export type ExportTarget =
  | { kind: 'file'; path: string }
  | { kind: 'storage'; place: ExportPlace; reserve(pieces: number): Promise<void> };

export interface WrittenExport extends ExportResult {
  extension: MadeExport['extension'];
  bytes: number;
  /** Of the file, hexadecimal. */
  sha256: string;
  /** In the storage; 0 for a file. */
  storedBytes: number;
  pieces: number;
}

/** Makes an export and puts it where it is wanted. Throws what either throws. */
export async function writeExport(
  source: ExportSource,
  request: AnyExportRequest,
  target: ExportTarget,
  options: ExportOptions = {},
): Promise<WrittenExport> {
  const made =
    'parts' in request ? makeBundle(source, request, options) : await makeExport(source, request, options);
  const { extension, content } = made;
  const written =
    target.kind === 'file'
      ? { ...(await writeExportFile(target.path, content)), storedBytes: 0, pieces: 0 }
      : await storeExport(target.place, content, {
          ...(options.signal ? { signal: options.signal } : {}),
          reserve: target.reserve,
        });
  return { ...made.result(), extension, ...written };
}
