import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { deflateRawSync } from 'node:zlib';

import { FILES_FORMAT } from '../../server/src/core/files/snapshot-files';

/** One entry of a ZIP that is put together by hand: each field can lie. */
export interface RawEntry {
  name: string | Buffer;
  content?: string | Buffer;
  /** In the header before the bytes, where it differs. */
  innerName?: string;
  flags?: number;
  method?: number;
  /** Unix mode, of which the high bits say what kind of file it is. */
  mode?: number;
  /** What the directory says it unpacks to. */
  claimedSize?: number;
  extra?: Buffer;
  /** Where the directory says it begins: at the entry of this index. */
  sharesPlaceOf?: number;
}

const UTF8 = 0x800;

export function rawZip(entries: RawEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name as string);
    const content = Buffer.from((entry.content ?? '') as string);
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const fields = Buffer.alloc(22);
    fields.writeUInt16LE(entry.flags ?? UTF8, 0);
    fields.writeUInt16LE(method, 2);
    fields.writeUInt32LE(crcOf(content), 8);
    fields.writeUInt32LE(packed.length, 12);
    fields.writeUInt32LE(entry.claimedSize ?? content.length, 16);
    const inner = Buffer.from(entry.innerName ?? name);
    const local = Buffer.concat([
      header(0x04034b50),
      version(20),
      fields.subarray(0, 20),
      lengths(inner, 0),
      inner,
    ]);
    offsets.push(entry.sharesPlaceOf === undefined ? offset : (offsets[entry.sharesPlaceOf] ?? 0));
    parts.push(local, packed);
    offset += local.length + packed.length;
    const extra = entry.extra ?? Buffer.alloc(0);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offsets.at(-1) ?? 0, 10);
    directory.push(
      Buffer.concat([
        header(0x02014b50),
        version(0x031e),
        version(20),
        fields.subarray(0, 20),
        lengths(name, extra.length),
        tail,
        name,
        extra,
      ]),
    );
  }
  const all = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(all.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, all, header(0x06054b50), end]);
}

/** A ZIP as Keepsake would list it, with these files and then whatever is to be changed about it. */
export function listedZip(
  files: Record<string, string>,
  change: (entries: RawEntry[]) => RawEntry[] = (entries) => entries,
): Buffer {
  const entries: RawEntry[] = Object.entries(files).map(([name, content]) => ({ name, content }));
  return rawZip(change([...entries, { name: 'manifest.json', content: filesManifest(files) }]));
}

export function filesManifest(files: Record<string, string>): string {
  return JSON.stringify({
    format: FILES_FORMAT,
    snapshot: {
      id: 'from-elsewhere',
      project: 'site',
      kind: 'manual',
      state: 'succeeded',
      note: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      finishedAt: '2026-01-01T00:00:01.000Z',
      counts: { documents: 1, records: 1, files: 0, bytes: 10 },
    },
    strapi: '5.54.0',
    plugin: '0.1.0',
    files: Object.entries(files).map(([path, content]) => ({
      path,
      bytes: Buffer.byteLength(content),
      sha256: createHash('sha256').update(content).digest('hex'),
      ...(path.startsWith('content/')
        ? {
            contentType: path
              .slice(8)
              .replace(/\.json$/, '')
              .replace('.', '::'),
          }
        : {}),
    })),
    missing: [],
  });
}

function header(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}

function version(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(number);
  return bytes;
}

function lengths(name: Buffer, extra: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(name.length, 0);
  bytes.writeUInt16LE(extra, 2);
  return bytes;
}

/** Node 20 has crc32 only in its last versions; a ZIP's reader here goes by SHA-256 anyway. */
function crcOf(content: Buffer): number {
  return typeof crc32 === 'function' ? crc32(content) : 0;
}
