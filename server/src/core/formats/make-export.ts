import type { Problem } from '../../../../shared/contracts/errors';
import type { ReadableFile } from '../files/snapshot-files';
import { zipOf } from '../files/write-zip';
import { isAnnexProblem } from './annexes';
import { ExportMedia } from './export-media';
import type { ExportCounts, ExportFormat, ExportRequest } from './export-request';
import { RecordSource } from './record-source';
import type { ExportOptions, ExportSource } from './record-source';
import { CsvWriter } from './write-csv';
import { ZipWriter } from './write-export-zip';
import { writeJson, writeNdjson } from './write-json';

/** An export under way: its bytes, and when the last of them was read what they came to. */
export interface MadeExport {
  /** Without a dot. */
  extension: 'json' | 'ndjson' | 'csv' | 'zip' | 'pdf';
  content: AsyncIterable<Buffer>;
  /** To be asked after the content was read to its end. */
  result(): ExportResult;
}

export interface ExportResult {
  counts: ExportCounts;
  /** What is not in the file and should be. */
  problems: Problem[];
}

/** The same as the files that it consists of, for a ZIP of several exports. */
export interface ExportFiles {
  /** The content of each is to be read to its end before the next is asked for. */
  files(): AsyncIterable<ReadableFile>;
  /** To be asked after the last file. */
  result(): ExportResult;
}

/** Makes an export while it is read: a batch of records or a part of a file is in memory at a time. */
export async function makeExport(
  from: ExportSource,
  request: ExportRequest,
  options: ExportOptions = {},
): Promise<MadeExport> {
  const { source, media, result } = await begin(from, request, options);
  const { format } = request;
  const time = new Date(request.head.createdAt);
  switch (format.kind) {
    case 'json':
      return { extension: 'json', content: writeJson(source, media, request, format.minify), result };
    case 'ndjson':
      return { extension: 'ndjson', content: writeNdjson(source, media, request), result };
    case 'zip': {
      const zip = new ZipWriter(source, media, request, format);
      return { extension: 'zip', content: zipOf(zip.files(), time), result };
    }
    case 'csv': {
      const csv = new CsvWriter(source, media, request, format);
      if (await csv.isSingle()) return { extension: 'csv', content: csv.single(), result };
      return { extension: 'zip', content: zipOf(csv.files(), time), result };
    }
    case 'pdf':
      return { extension: 'pdf', content: await pdfOf(source, media, request, format), result };
  }
}

/** An export as files, to be put beside those of others. */
export async function exportFiles(
  from: ExportSource,
  request: ExportRequest,
  options: ExportOptions = {},
): Promise<ExportFiles> {
  const { source, media, result } = await begin(from, request, options);
  const { format } = request;
  switch (format.kind) {
    case 'json': {
      const content = () => writeJson(source, media, request, format.minify);
      return { files: () => single(request, 'json', content()), result };
    }
    case 'ndjson': {
      const content = () => writeNdjson(source, media, request);
      return { files: () => single(request, 'ndjson', content()), result };
    }
    case 'zip':
      return { files: () => new ZipWriter(source, media, request, format).files(), result };
    case 'csv':
      return { files: () => new CsvWriter(source, media, request, format).files(), result };
    case 'pdf': {
      const content = await pdfOf(source, media, request, format);
      return { files: () => single(request, 'pdf', content), result };
    }
  }
}

async function begin(from: ExportSource, request: ExportRequest, options: ExportOptions) {
  const source = new RecordSource(from, request, options);
  const media = new ExportMedia(source, request);
  await source.begin();
  const asked = request.missing.filter(isAnnexProblem);
  return {
    source,
    media,
    result: () => ({ counts: source.counts, problems: [...media.problems, ...asked] }),
  };
}

async function pdfOf(
  source: RecordSource,
  media: ExportMedia,
  request: ExportRequest,
  format: Extract<ExportFormat, { kind: 'pdf' }>,
): Promise<AsyncIterable<Buffer>> {
  if (!request.pdf) throw new Error('The request of a PDF does not say what the site brings along for it.');
  // Loaded when it is needed: what makes PDF is large.
  const { PdfWriter } = await import('./pdf/write-pdf');
  return new PdfWriter(source, media, request, format, request.pdf).content();
}

async function* single(
  { head }: ExportRequest,
  extension: string,
  content: AsyncIterable<Buffer>,
): AsyncGenerator<ReadableFile> {
  yield { path: `${head.project}.${extension}`, isCompressed: false, content };
}
