import { deflateRawSync } from 'node:zlib';

import type { ExportEstimate } from '../../../../shared/contracts/exports';
import { FILE_UID } from '../media/media-of-record';
import { recordColumns, cellsOf } from './csv-columns';
import { csvText } from './csv-text';
import type { ExportFormat, ExportRequest } from './export-request';
import type { ExportType } from './export-schema';
import { countMedia } from './count-media';
import type { ExportedRecord } from './project-record';
import { RecordSource } from './record-source';
import type { ExportSource } from './record-source';

/** Records of each type that are looked at to tell how long one is. */
const SAMPLE = 20;
/** What half a core does; docs/performance.md has the measured figures. */
const RECORDS_PER_SECOND = 10_000;
const MEDIA_BYTES_PER_SECOND = 50_000_000;
const SECONDS_TO_BEGIN = 0.5;
/** What a browser prints: an entry with a picture or two, measured on the example site. */
const PDF_RECORDS_PER_SECOND = 20;
const PDF_BYTES_PER_RECORD = 100_000;

/** How much an export would be: exact counts by SQL, the length of its text from a few records of each type. */
export async function estimateExport(from: ExportSource, request: ExportRequest): Promise<ExportEstimate> {
  const source = new RecordSource(from, { ...request, sample: SAMPLE });
  const types: ExportEstimate['types'] = [];
  let text = 0;
  for (const type of request.types) {
    if (type.uid === FILE_UID && request.assets !== 'none') continue;
    const records = await source.count(type);
    const documents = await source.countDocuments(type);
    types.push({ uid: type.uid, displayName: type.displayName, documents, records });
    if (records > 0) text += records * (await bytesPerRecord(source, type, request));
  }
  const media = await countMedia(from, source, request);
  const sum = (pick: (type: (typeof types)[number]) => number) =>
    types.reduce((total, type) => total + pick(type), 0);
  const records = sum((type) => type.records) + media.files;
  const rate = request.format.kind === 'pdf' ? PDF_RECORDS_PER_SECOND : RECORDS_PER_SECOND;
  return {
    documents: sum((type) => type.documents),
    records,
    files: media.files,
    mediaBytes: media.bytes,
    bytes: Math.round(text + inFile(media.bytes, request.format)),
    seconds: Math.ceil(SECONDS_TO_BEGIN + records / rate + media.bytes / MEDIA_BYTES_PER_SECOND),
    types,
  };
}

async function bytesPerRecord(
  source: RecordSource,
  type: ExportType,
  { format }: ExportRequest,
): Promise<number> {
  const sample: ExportedRecord[] = [];
  for await (const batch of source.records(type, { again: true })) sample.push(...batch);
  return sample.length === 0 ? 0 : lengthOf(sample, type, format) / sample.length;
}

/** Of records as the format writes them. */
function lengthOf(records: ExportedRecord[], type: ExportType, format: ExportFormat): number {
  switch (format.kind) {
    case 'json':
      return textLength(records, format.minify ? 0 : 2);
    case 'ndjson':
      return textLength(records, 0);
    case 'zip': {
      const space = format.records === 'ndjson' || format.minify ? 0 : 1;
      return deflateRawSync(records.map((record) => JSON.stringify(record, null, space)).join('\n')).length;
    }
    case 'csv': {
      const columns = recordColumns(type, format, new Map());
      const rows = records.map((record) => cellsOf(columns, { record, position: '', fields: record.fields }));
      return Buffer.byteLength(csvText(rows, format));
    }
    case 'pdf':
      return records.length * PDF_BYTES_PER_RECORD;
  }
}

function textLength(records: ExportedRecord[], space: number): number {
  // Within the document each line is further in by three steps.
  const inset = '\n'.padEnd(1 + 3 * space);
  return records.reduce((total, record) => {
    const text = JSON.stringify(record, null, space).replaceAll('\n', inset);
    return total + Buffer.byteLength(text) + inset.length + 1;
  }, 0);
}

/** JSON has files in base64. */
function inFile(bytes: number, { kind }: ExportFormat): number {
  return kind === 'json' ? (bytes * 4) / 3 : kind === 'ndjson' ? 0 : bytes;
}
