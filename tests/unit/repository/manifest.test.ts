import { sealFrame, type Sealing } from '../../../server/src/core/repository/frame';
import { createKeyRing } from '../../../server/src/core/repository/keys';
import { decodeManifest, encodeManifest } from '../../../server/src/core/repository/manifest';
import {
  encodeRoot,
  readRootClear,
  readRootContent,
  EMPTY_ROOT,
} from '../../../server/src/core/repository/root';
import {
  createSecret,
  parseSecret,
  wrapKeys,
  type WrappedKeys,
} from '../../../server/src/core/repository/secret';
import { manifestOf } from './sample-snapshot';

const sealing: Sealing = { repositoryId: '23'.repeat(16), keys: createKeyRing() };
const NAME = 'ks-manifest';
const ID = 'A'.repeat(22);
const seal = (value: unknown) => {
  const plain = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  return sealFrame(sealing, { kind: 'manifest', id: ID, plain, context: NAME });
};

const piece = { hash: ID, block: ID, last: 'k', entries: 1 };
const full = manifestOf('full', {
  note: 'A note',
  parent: 'before',
  types: [{ uid: 'api::a.a', part: 'content', documents: 1, tree: { entries: 1, pieces: [piece] } }],
  settings: { projects: [{ name: 'x' }] },
  problems: [{ code: 'c', message: 'm', item: 'i' }],
});

describe('a manifest', () => {
  it('survives the way to storage and back, with fields of a later version', async () => {
    const later = { ...full, somethingNew: { a: 1 } };
    const bytes = await encodeManifest(sealing, later, NAME);
    expect(await decodeManifest(sealing, bytes, NAME)).toEqual(later);
  });

  it('answers under its own name only', async () => {
    const bytes = await encodeManifest(sealing, full, NAME);
    await expect(decodeManifest(sealing, bytes, 'ks-other')).rejects.toMatchObject({
      code: 'object_damaged',
    });
  });

  const broken: [string, unknown][] = [
    ['no JSON', '{'],
    ['a list', []],
    ['a prototype', JSON.stringify(full).replace('{"projects"', '{"__proto__":{"admin":true},"projects"')],
    ['another format', { ...full, format: 2 }],
    ['an id that is a path', { ...full, id: '../x' }],
    ['no project', { ...full, project: undefined }],
    ['an unknown kind', { ...full, kind: 'strange' }],
    ['an unknown state', { ...full, state: 'failed' }],
    ['a note that is a number', { ...full, note: 1 }],
    ['negative counts', { ...full, counts: { ...full.counts, bytes: -1 } }],
    ['no counts', { ...full, counts: null }],
    ['a parent that is a list', { ...full, parent: [] }],
    ['an unknown client', { ...full, client: 'oracle' }],
    ['no schema', { ...full, schema: null }],
    ['a schema without block', { ...full, schema: { hash: ID } }],
    ['settings that are a list', { ...full, settings: [] }],
    ['types that are an object', { ...full, types: {} }],
    ['a type of an unknown part', { ...full, types: [{ ...full.types[0], part: 'strange' }] }],
    ['a tree without pieces', { ...full, media: { entries: 0 } }],
    ['a piece without block', { ...full, media: { entries: 1, pieces: [{ ...piece, block: 'x' }] } }],
    ['a piece of nothing', { ...full, media: { entries: 1, pieces: [{ ...piece, entries: 0 }] } }],
    ['no notices', { ...full, notices: undefined }],
    ['a problem that is a text', { ...full, problems: ['x'] }],
  ];

  it.each(broken)('with %s is refused, by a reader and by a writer', async (_, value) => {
    await expect(decodeManifest(sealing, await seal(value), NAME)).rejects.toMatchObject({
      code: 'object_damaged',
      item: NAME,
    });
    if (typeof value === 'string') return;
    await expect(encodeManifest(sealing, value as typeof full, NAME)).rejects.toMatchObject({
      code: 'manifest_invalid',
    });
  });
});

describe('a root', () => {
  let keys: WrappedKeys;
  beforeAll(async () => {
    keys = await wrapKeys(sealing.keys, [parseSecret(createSecret())], sealing.repositoryId);
  });

  const entry = (() => {
    const { id, project, kind, state, note, createdAt, finishedAt, counts } = full;
    return { id, project, kind, state, note, createdAt, finishedAt, counts };
  })();
  const object = { writer: 'w', number: 3, bytes: 10, digest: ID };
  const content = {
    writers: [
      { id: 'v', packs: 1, manifests: 0, token: 'last', heir: 'w' },
      { id: 'w', packs: 5, manifests: 7, token: '', heir: '' },
    ],
    packs: [{ ...object, indexBytes: 105 }],
    snapshots: [{ entry, manifest: object }],
    doomed: [{ kind: 'pack' as const, writer: 'v', number: 1, bytes: 5, since: '2026-01-01T00:00:00.000Z' }],
  };

  it('survives the way to storage and back', async () => {
    const bytes = await encodeRoot(sealing, { generation: 12, keys, content });
    const clear = readRootClear(bytes, 'root');
    expect(clear).toMatchObject({ generation: 12, repositoryId: sealing.repositoryId, keys });
    expect(await readRootContent(sealing, bytes, clear, 'root')).toEqual(content);
  });

  it('binds its clear part to its sealed part', async () => {
    const one = await encodeRoot(sealing, { generation: 12, keys, content });
    const two = await encodeRoot(sealing, { generation: 13, keys, content: EMPTY_ROOT });
    const clearOne = readRootClear(one, 'root');
    const mixed = Buffer.concat([
      one.subarray(0, clearOne.length),
      two.subarray(readRootClear(two, 'root').length),
    ]);
    await expect(readRootContent(sealing, mixed, readRootClear(mixed, 'root'), 'root')).rejects.toMatchObject(
      {
        code: 'root_damaged',
      },
    );
  });

  it('takes no byte changed anywhere', async () => {
    const bytes = await encodeRoot(sealing, { generation: 12, keys, content });
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] as number) ^ 4;
      const read = async () => readRootContent(sealing, flipped, readRootClear(flipped, 'root'), 'root');
      await expect(read()).rejects.toMatchObject({ code: 'root_damaged', item: 'root' });
    }
  });

  /** A root whose sealed JSON is what the test says. */
  async function rootWith(json: string): Promise<Buffer> {
    const good = await encodeRoot(sealing, { generation: 12, keys, content });
    const context = good.subarray(0, readRootClear(good, 'root').length);
    const frame = await sealFrame(sealing, { kind: 'root', id: ID, plain: Buffer.from(json), context });
    return Buffer.concat([context, frame]);
  }

  it.each([
    'nonsense',
    '[]',
    '{"writers":[],"packs":[[0,1,1,"' + ID + '",1]],"snapshots":[],"doomed":[]}',
    '{"writers":[["w",0,0]],"packs":[[0,0,1,"' + ID + '",1]],"snapshots":[],"doomed":[]}',
    '{"writers":[["w",0,0]],"packs":[],"snapshots":[{}],"doomed":[]}',
    '{"writers":[["w",0,0]],"packs":[],"snapshots":[],"doomed":[["blob",0,1,1,""]]}',
    '{"writers":[["w",-1,0]],"packs":[],"snapshots":[],"doomed":[]}',
    '{"writers":[],"packs":[],"snapshots":[],"doomed":[],"__proto__":{}}',
  ])('that is sealed rightly and says %s is refused', async (json) => {
    const bytes = await rootWith(json);
    await expect(readRootContent(sealing, bytes, readRootClear(bytes, 'root'), 'root')).rejects.toMatchObject(
      {
        code: 'root_damaged',
      },
    );
  });

  it.each([
    '[]',
    '{}',
    '{"generation":1,"repository":"short"}',
    `{"generation":0,"repository":"${'ab'.repeat(16)}"}`,
  ])('whose clear part is %s is refused', async (json) => {
    const { createHash } = await import('node:crypto');
    const prefix = Buffer.from('KPSR\0\x01\0\0\0\0\0\0', 'latin1');
    prefix.writeUInt32BE(json.length, 8);
    const open = Buffer.concat([prefix, Buffer.from(json)]);
    const bytes = Buffer.concat([open, createHash('sha256').update(open).digest()]);
    expect(() => readRootClear(bytes, 'root')).toThrow(expect.objectContaining({ code: 'root_damaged' }));
  });

  it('passes on what is no damage', async () => {
    const bytes = await encodeRoot(sealing, { generation: 12, keys, content });
    const parse = jest.spyOn(JSON, 'parse').mockReturnValue({
      get generation() {
        throw new RangeError('out of memory');
      },
      repository: 'ab'.repeat(16),
    });
    expect(() => readRootClear(bytes, 'root')).toThrow(RangeError);
    parse.mockRestore();
  });
});
