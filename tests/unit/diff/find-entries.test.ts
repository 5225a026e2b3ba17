import { findEntries } from '../../../server/src/core/diff/find-entries';
import { pageEntries } from '../../../server/src/core/diff/page-entries';
import { diffTrees } from '../../../server/src/core/diff/diff-trees';
import { randomBlockId } from '../../../server/src/core/repository/frame';
import type { Repository, TreeEntry, TreeRoot } from '../../../server/src/core/repository/repository';
import { keyString } from '../../../server/src/core/snapshot/record';
import { createMemoryStorage } from '../repository/memory-storage';
import { manifestOf, openSample } from '../repository/sample-snapshot';

const name = (at: number) => `d${String(at).padStart(5, '0')}`;
const key = (at: number, status: 'draft' | 'published' = 'draft') =>
  keyString({ documentId: name(at), locale: 'en', status });

let repository: Repository;
let taken = 0;
beforeEach(async () => {
  repository = await openSample(createMemoryStorage());
});

function entry(at: string, content: string): TreeEntry {
  return {
    key: at,
    hash: repository.hash('record', content),
    block: randomBlockId(),
    slot: 0,
    rowId: 1,
    label: content,
  };
}

async function tree(entries: TreeEntry[]): Promise<TreeRoot> {
  const writer = await repository.beginWrite();
  const schema = Buffer.from('{}');
  taken += 1;
  const root = await writer.addTree(entries);
  await writer.commit(
    manifestOf(`snapshot-${taken}`, {
      schema: { hash: repository.hash('plan', schema), block: await writer.addBlock('schema', schema) },
      types: [{ uid: 'api::a.a', part: 'content', documents: entries.length, tree: root }],
    }),
  );
  return root;
}

describe('Entries of a tree', () => {
  it('are found by their keys, without reading the rest of it', async () => {
    const root = await tree(Array.from({ length: 4000 }, (_, at) => entry(key(at), `label ${at}`)));
    let leaves = 0;
    const counting = {
      readTops: repository.readTops.bind(repository),
      readLeafLines: (pieces: Parameters<Repository['readLeafLines']>[0]) => {
        leaves += pieces.length;
        return repository.readLeafLines(pieces);
      },
    };
    const wanted = [key(3999), key(0), key(1234), key(1234, 'published'), 'zzz', ''];
    const found = await findEntries(counting, root, wanted);
    expect([...found].map(([at, { label }]) => [at, label]).sort()).toEqual([
      [key(0), 'label 0'],
      [key(1234), 'label 1234'],
      [key(3999), 'label 3999'],
    ]);
    expect(leaves).toBeLessThan(6);
    expect((await findEntries(counting, { pieces: [], entries: 0 }, wanted)).size).toBe(0);
  });
});

describe('Pages of what changed', () => {
  it('hold whole documents, and count all that are asked for', async () => {
    const before = await tree(Array.from({ length: 300 }, (_, at) => entry(key(at), `Label ${at}`)));
    const now = Array.from({ length: 300 }, (_, at) => [
      // Every third changed, every tenth removed; each has a published version now.
      ...(at % 10 === 9 ? [] : [entry(key(at), at % 3 === 0 ? `Änderung ${at}` : `Label ${at}`)]),
      entry(key(at, 'published'), `Label ${at}`),
    ]).flat();
    const after = await tree(now);
    const page = (query: Partial<Parameters<typeof pageEntries>[2]>) =>
      pageEntries('api::a.a', diffTrees(repository, before, after), { page: 1, pageSize: 10, ...query });

    const first = await page({});
    expect(first.total).toBe(300);
    expect(first.entries).toHaveLength(10);
    expect(first.entries[0]).toEqual({
      uid: 'api::a.a',
      documentId: name(0),
      label: 'Änderung 0',
      records: [
        { kind: 'changed', locale: 'en', status: 'draft', copy: 0 },
        { kind: 'added', locale: 'en', status: 'published', copy: 0 },
      ],
    });
    const third = await page({ page: 3 });
    expect(third.entries.map(({ documentId }) => documentId)).toEqual(
      Array.from({ length: 10 }, (_, at) => name(20 + at)),
    );
    expect((await page({ page: 31 })).entries).toEqual([]);
    expect((await page({ kind: 'removed' })).total).toBe(30);
    expect((await page({ kind: 'changed', search: 'ÄNDER' })).total).toBe(90);
    expect((await page({ search: name(123) })).total).toBe(1);
    expect((await page({ status: 'draft', kind: 'added' })).total).toBe(0);
    expect((await page({ locale: 'fr' })).total).toBe(0);
  });
});
