import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { FILE_LIMITS } from '../../../server/src/core/files/file-limits';
import { readJsonValues } from '../../../server/src/core/files/json-values';
import { openReadableZip } from '../../../server/src/core/files/read-zip';
import { unpackZip } from '../../../server/src/core/files/unpack-file';
import { listedZip, rawZip, type RawEntry } from '../../files/raw-zip';

const GOOD = { 'content/api.note.note.json': '[\n{"a":1}\n]\n', 'media/a.txt': 'hello' };

/** Each of these is a ZIP that some unpacker somewhere falls for. `says` is why it is refused. */
const TRICKS: [trick: string, zip: () => Buffer, says: RegExp][] = [
  [
    'a path that climbs out',
    () => withName('media/../../evil.txt'),
    /no name|invalid relative path|no whole ZIP/,
  ],
  ['an absolute path', () => withName('/etc/evil'), /no name|absolute path/],
  ['a path of Windows', () => withName('C:\\evil.txt'), /no name|invalid characters/],
  ['a drive', () => withName('C:/evil.txt'), /no name|absolute path/],
  ['a NUL in a name', () => withName('media/a.txt\0.exe'), /no name/],
  ['a device', () => withName('media/CON'), /no name/],
  ['a name that reads backwards', () => withName('media/\u202Etxt.exe'), /no name/],
  ['a hidden name', () => withName('media/.htaccess'), /no name/],
  ['an empty part', () => withName('media//a.txt'), /no name/],
  ['a folder as a file', () => withName('media/folder/'), /no name/],
  ['a decomposed name', () => withName('media/e\u0301.txt'), /no name/],
  ['one name twice', () => withName('media/a.txt'), /twice/],
  ['one name twice but for its case', () => withName('media/A.TXT'), /twice/],
  ['one name twice but for its width', () => withName('media/ａ.txt'), /twice/],
  ['a file below a file', () => withName('media/a.txt/b.txt'), /below a file/],
  ['a symbolic link', () => withName('media/link', { mode: 0o120777, content: '/etc/passwd' }), /a link/],
  ['a device file', () => withName('media/dev', { mode: 0o060644 }), /a link/],
  [
    'a name that is not UTF-8',
    () => withName(Buffer.from('media/\xff\xfe.txt', 'latin1')),
    /more than one way|no name/,
  ],
  ['a name in an unnamed encoding', () => withName('media/ä.txt', { flags: 0 }), /more than one way|no name/],
  [
    'a second name in an extra field',
    () => withName('media/b.txt', { extra: unicodeName('media/c.txt') }),
    /more than one way/,
  ],
  ['another name inside', () => innerName(), /another name inside/],
  ['encryption', () => withName('media/b.txt', { flags: 0x801 }), /encrypted/],
  ['a strange packing', () => withName('media/b.txt', { method: 9 }), /strange way/],
  ['a bomb', () => withName('media/b.txt', { content: Buffer.alloc(20_000_000) }), /far more than it is/],
  ['a bomb that lies about its size', () => lyingBomb(), /does not unpack/],
  ['a bomb of files that share bytes', () => overlapping(), /overlap/],
  [
    'a huge file',
    () => withName('media/b.txt', { claimedSize: 0xfffffff0, method: 8 }),
    /far more|more than is allowed/,
  ],
  ['a file that is not listed', () => withName('media/extra.txt'), /not listed/],
  ['a listed file that is not there', () => listedZip(GOOD, (entries) => entries.slice(1)), /not there/],
  ['a changed file', () => changed(), /not what its manifest lists/],
  ['no manifest', () => listedZip(GOOD, (entries) => entries.slice(0, -1)), /no manifest.json/],
  ['a manifest of something else', () => otherManifest('{"format":"other"}'), /manifest is none/],
  ['a manifest that is no JSON', () => otherManifest('{'), /manifest is none/],
  [
    'a manifest with a __proto__',
    () => otherManifest('{"__proto__":{"format":"keepsake files 1"}}'),
    /manifest is none/,
  ],
  ['half a ZIP', () => listedZip(GOOD).subarray(0, 200), /no whole ZIP/],
  ['nothing', () => Buffer.from('PK\x03\x04'), /no whole ZIP/],
];

describe('A ZIP from outside', () => {
  let folder: string;
  let path: string;
  let output: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keepsake-hostile-'));
    path = join(folder, 'file.zip');
    output = join(folder, 'a', 'b', 'output');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('unpacks when it is as Keepsake writes it', async () => {
    writeFileSync(path, listedZip(GOOD));
    expect(await unpackZip(path, output)).toMatchObject({ files: 3, snapshot: { id: 'from-elsewhere' } });
  });

  it('may hold another archive, which is a file like any other and is never opened', async () => {
    const inner = withName('media/../../evil.txt');
    // One byte per character, so that the text of the entry is the bytes of the inner ZIP.
    const files = { ...GOOD, 'media/inner.zip': inner.toString('latin1') };
    writeFileSync(path, listedZip(files));
    await unpackZip(path, output);
    expect(readFileSync(join(output, 'media', 'inner.zip'), 'utf8')).toBe(inner.toString('latin1'));
    expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('evil'))).toEqual(
      [],
    );
  });

  it.each(TRICKS)('is refused for %s, and nothing is written', async (_, zip, says) => {
    writeFileSync(path, zip());
    await expect(unpackZip(path, output)).rejects.toMatchObject({
      code: 'file_refused',
      message: expect.stringMatching(says) as unknown,
    });
    expect(
      readdirSync(folder, { recursive: true }).filter((name) =>
        /\.(txt|json|exe)$|evil|link/.test(String(name)),
      ),
    ).toEqual([]);
  });

  it.each([
    ['entries', { entries: 2 }],
    ['bytes in all', { totalBytes: 200 }],
    ['bytes of one file', { entryBytes: 100 }],
    ['bytes of its manifest', { textBytes: 100 }],
  ])('is refused for more %s than is allowed', async (_, limit) => {
    writeFileSync(path, listedZip(GOOD));
    await expect(openReadableZip(path, { ...FILE_LIMITS, ...limit })).rejects.toMatchObject({
      code: 'file_refused',
    });
  });
});

describe('Records in a JSON file', () => {
  const read = async (text: string, limits = FILE_LIMITS) => {
    // One byte at a time: whatever the parts, the values are the same.
    const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]));
    const values: unknown[] = [];
    for await (const value of readJsonValues(Readable.from(bytes), limits)) values.push(value);
    return values;
  };

  it.each([
    ['a list', '[{"a":1},{"b":"}]\\"{"}]', [{ a: 1 }, { b: '}]"{' }]],
    ['a printed list', '[\n  {\n    "a": [1, {"ä": "€"}]\n  }\n]\n', [{ a: [1, { ä: '€' }] }]],
    ['lines', '{"a":1}\n{"b":2}\n', [{ a: 1 }, { b: 2 }]],
    ['a list of none', ' [ ] ', []],
    ['one with a mark at its start', '\uFEFF[{"a":1}]', [{ a: 1 }]],
  ])('are read from %s', async (_, text, expected) => {
    expect(await read(text)).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['half a list', '[{"a":1}'],
    ['half a record', '[{"a":1'],
    ['no records', '[1,2]'],
    ['no comma', '[{}{}]'],
    ['a comma too many', '[{},]'],
    ['something after it', '[{}] {}'],
    ['a __proto__', '[{"a":{"__proto__":{"admin":true}}}]'],
    ['a spelled-out __proto__', '[{"\\u005f_proto__":{}}]'],
    ['depth', `[${'{"a":'.repeat(200)}1${'}'.repeat(200)}]`],
    ['length', `[{"a":"${'x'.repeat(3000)}"}]`],
  ])('are refused for %s', async (_, text) => {
    await expect(read(text, { ...FILE_LIMITS, textBytes: 2000 })).rejects.toThrow();
  });
});

function withName(name: string | Buffer, entry: Partial<RawEntry> = {}): Buffer {
  return listedZip(GOOD, (entries) => [...entries, { name, content: 'evil', ...entry }]);
}

function innerName(): Buffer {
  return listedZip(GOOD, ([first, second, manifest]) => [
    first!,
    { ...second!, innerName: 'media/../../evil.txt' },
    manifest!,
  ]);
}

function lyingBomb(): Buffer {
  const files = { ...GOOD, 'media/bomb.bin': 'tiny' };
  return listedZip(files, (entries) =>
    entries.map((entry) =>
      entry.name === 'media/bomb.bin'
        ? { ...entry, content: Buffer.alloc(5_000_000), claimedSize: 4 }
        : entry,
    ),
  );
}

function overlapping(): Buffer {
  return listedZip(GOOD, (entries) => [
    ...entries,
    { name: 'media/b.txt', content: 'hello', sharesPlaceOf: 1 },
  ]);
}

function changed(): Buffer {
  return listedZip(GOOD, (entries) =>
    entries.map((entry) => (entry.name === 'media/a.txt' ? { ...entry, content: 'jello' } : entry)),
  );
}

function otherManifest(content: string): Buffer {
  return rawZip([{ name: 'manifest.json', content }]);
}

/** The Info-ZIP Unicode Path extra field: version 1, a checksum of the other name, the name. */
function unicodeName(name: string): Buffer {
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x7075, 0);
  field.writeUInt16LE(5 + name.length, 2);
  field.writeUInt8(1, 4);
  return Buffer.concat([field, Buffer.from(name)]);
}
