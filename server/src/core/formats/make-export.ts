import type { Problem } from '../../../../shared/contracts/errors';
import { zipOf } from '../files/write-zip';
import { ExportMedia } from './export-media';
import type { ExportCounts, ExportRequest } from './export-request';
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

/** Makes an export while it is read: a batch of records or a part of a file is in memory at a time. */
export async function makeExport(
  from: ExportSource,
  request: ExportRequest,
  options: ExportOptions = {},
): Promise<MadeExport> {
  const source = new RecordSource(from, request, options);
  const media = new ExportMedia(source, request);
  await source.begin();
  const result = () => ({ counts: source.counts, problems: media.problems });
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
    case 'pdf': {
      if (!request.pdf)
        throw new Error('The request of a PDF does not say what the site brings along for it.');
      // Loaded when it is needed: what makes PDF is large.
      const { PdfWriter } = await import('./pdf/write-pdf');
      const pdf = new PdfWriter(source, media, request, format, request.pdf);
      return { extension: 'pdf', content: pdf.content(), result };
    }
  }
}
