import { createHash } from 'node:crypto';

import {
  decodeAsset,
  isExportDocument,
  readExportDocument,
} from '../../../server/src/core/files/export-document';
import type { DocumentPart } from '../../../server/src/core/files/export-document';

const LIMITS = { textBytes: 2000, depth: 20 };
const BYTES = Buffer.from('Ä picture, nearly.');
const sha256 = createHash('sha256').update(BYTES).digest('hex');

const RECORDS = [
  {
    contentType: 'api::a.a',
    documentId: 'one',
    fields: { title: 'A "quoted" } ] { [ text \\', list: [[{}]] },
  },
  { contentType: 'api::a.a', documentId: 'two', fields: { content: { 'api::b.b': [{ no: 'record' }] } } },
];

function documentOf(change: object = {}, space?: number): Buffer {
  const document = {
    format: 'keepsake export 1',
    id: 'x',
    options: { content: [{ no: 'record' }] },
    content: { 'api::a.a': RECORDS, 'api::b.b': [], 'api::ü.ü': [{ documentId: 'three' }] },
    assets: [{ path: 'media/ä.bin', base64: BYTES.toString('base64'), bytes: BYTES.length, sha256 }],
    counts: { documents: 3 },
    ...change,
  };
  return Buffer.from(JSON.stringify(document, null, space));
}

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, size = bytes.length, limits = LIMITS): Promise<DocumentPart[]> {
  const parts: DocumentPart[] = [];
  for await (const part of readExportDocument(cut(bytes, size), limits)) parts.push(part);
  return parts;
}

describe('An export as one JSON document', () => {
  it.each([undefined, 2])(
    'gives its records and where its files lie, however printed and cut (%p)',
    async (space) => {
      const bytes = documentOf({}, space);
      expect(isExportDocument(bytes.subarray(0, 256))).toBe(true);
      for (const size of [1, 2, 7, 64, bytes.length]) {
        const parts = await read(bytes, size);
        expect(parts.slice(0, 3)).toEqual([
          { kind: 'record', contentType: 'api::a.a', value: RECORDS[0] },
          { kind: 'record', contentType: 'api::a.a', value: RECORDS[1] },
          { kind: 'record', contentType: 'api::ü.ü', value: { documentId: 'three' } },
        ]);
        const asset = parts[3] as Extract<DocumentPart, { kind: 'asset' }>;
        expect(parts).toHaveLength(4);
        expect(asset).toMatchObject({ kind: 'asset', path: 'media/ä.bin', sha256 });
        const content = cut(bytes.subarray(asset.start, asset.end), size);
        const found: Buffer[] = [];
        for await (const part of decodeAsset(content, asset)) found.push(part);
        expect(Buffer.concat(found)).toEqual(BYTES);
      }
    },
  );

  it('is told from a list of records', () => {
    expect(isExportDocument(Buffer.from('[{"format":"keepsake export 1"}]'))).toBe(false);
    expect(isExportDocument(Buffer.from('{"contentType":"api::a.a"}'))).toBe(false);
  });

  it('is refused when it ends too early, wherever that is', async () => {
    const bytes = documentOf();
    for (const length of [20, 150, 400, bytes.length - 1])
      await expect(read(bytes.subarray(0, length))).rejects.toThrow(/ends too early/);
  });

  it.each([
    ['something behind its end', Buffer.concat([documentOf(), Buffer.from('{}')]), /after its end/],
    [
      'brackets that do not match',
      Buffer.from('{"format":"keepsake export 1","content":{"a":[}]}'),
      /do not match/,
    ],
    ['a record that is too long', documentOf({ content: { a: [{ text: 'x'.repeat(3000) }] } }), /too long/],
    ['what is nested too deep', Buffer.from(`{"x":${'['.repeat(40)}`), /too deep/],
    ['a key named __proto__', Buffer.from('{"content":{"a":[{"__proto__":{}}]}}'), /__proto__/],
    ['a file without its checksum', documentOf({ assets: [{ path: 'a', base64: '' }] }), /no checksum/],
  ])('is refused with %s', async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message);
  });

  it.each([
    ['bytes of another file', Buffer.from('another').toString('base64')],
    ['half a group', BYTES.toString('base64').slice(0, -3)],
    ['what is no base64', '!!!!'],
  ])('does not take a file with %s', async (_, base64) => {
    const reading = (async () => {
      for await (const part of decodeAsset(cut(Buffer.from(base64), 5), { path: 'a', sha256 })) void part;
    })();
    await expect(reading).rejects.toThrow(/the file a/);
  });
});
