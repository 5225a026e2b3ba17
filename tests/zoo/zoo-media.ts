import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';

import type { Core } from '@strapi/strapi';

export interface ZooFile {
  id: number;
  documentId: string;
  name: string;
}

interface Folder {
  id: number;
}

/** Folders inside each other, and files in them and beside them; one picture large enough to get formats. */
export async function fillMedia(strapi: Core.Strapi): Promise<ZooFile[]> {
  const folder = (name: string, parent?: number): Promise<Folder> =>
    strapi
      .plugin('upload')
      .service('folder')
      .create({ name, parent: parent ?? null });
  const outer = await folder('Outer');
  const inner = await folder('Inner', outer.id);
  await folder('Inner', inner.id);
  const directory = mkdtempSync(join(tmpdir(), 'keepsake-zoo-media-'));
  const upload = async (
    name: string,
    mimetype: string,
    content: Buffer,
    parent?: number,
  ): Promise<ZooFile> => {
    const filepath = join(directory, name);
    writeFileSync(filepath, content);
    const [file] = (await strapi
      .plugin('upload')
      .service('upload')
      .upload({
        data: { fileInfo: { name, alternativeText: `Alt 👀 ${name}`, caption: '', folder: parent ?? null } },
        files: { filepath, originalFilename: name, mimetype, size: content.length },
      })) as ZooFile[];
    return file!;
  };
  try {
    return [
      await upload('large.png', 'image/png', png(600, 400, 200), inner.id),
      await upload('small.png', 'image/png', png(20, 20, 90), outer.id),
      await upload('note ünï.txt', 'text/plain', Buffer.from('A note.\n'), inner.id),
      await upload('drawing.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
      await upload('data.bin', 'application/octet-stream', Buffer.alloc(100_000, 'bytes')),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A picture in one colour. */
function png(width: number, height: number, shade: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, shade)]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
