import type { Knex } from 'knex';
import { createKnex } from './memory-database';
import { diffSnapshots, diffWithLive } from '../../../server/src/core/diff/diff-snapshots';
import { randomBlockId } from '../../../server/src/core/repository/frame';
import type { Manifest, Repository, TreeEntry } from '../../../server/src/core/repository/repository';
import type { ReadPlan, TypePlan } from '../../../server/src/core/snapshot/read-plan';
import { keyString } from '../../../server/src/core/snapshot/record';
import { takeSnapshot } from '../../../server/src/core/snapshot/take-snapshot';
import { createMemoryStorage } from '../repository/memory-storage';
import { manifestOf, openSample } from '../repository/sample-snapshot';
import { column, shapeOf } from './sample-shapes';

const ARTICLE = 'api::article.article';
const TAG = 'api::tag.tag';

let repository: Repository;
beforeEach(async () => {
  repository = await openSample(createMemoryStorage());
});

function typeOf(uid: string, columns = [column('title', 'string')]): TypePlan {
  return {
    ...shapeOf(columns, { table: uid.split('.')[1] as string }),
    uid,
    part: 'content',
    displayName: `The ${uid}`,
    singleType: false,
    key: { kind: 'document', draftAndPublish: true },
    labelColumn: 'title',
    tracksAuthors: false,
    only: null,
  };
}

function planOf(types: TypePlan[], components: ReadPlan['components'] = {}): ReadPlan {
  return { client: 'sqlite', databaseSchema: null, types, components, targets: {} };
}

/** Key and content of each entry, by content type. */
type Contents = Record<string, [string, string][]>;

async function store(
  id: string,
  plan: ReadPlan,
  contents: Contents,
  files: [string, string][] = [],
): Promise<Manifest> {
  const writer = await repository.beginWrite();
  const schema = Buffer.from(JSON.stringify(plan));
  const manifest = manifestOf(id, {
    schema: { hash: repository.hash('plan', schema), block: await writer.addBlock('schema', schema) },
    types: await Promise.all(
      Object.entries(contents).map(async ([uid, list]) => ({
        uid,
        part: 'content' as const,
        documents: list.length,
        tree: await writer.addTree(list.map(([key, content]) => entry(key, content))),
      })),
    ),
    media: await writer.addTree(files.map(([key, content]) => fileEntry(key, content))),
  });
  await writer.commit(manifest);
  return manifest;
}

function entry(key: string, content: string): TreeEntry {
  const hash = repository.hash('record', content);
  return { key, hash, block: randomBlockId(), slot: 0, rowId: 1, label: content };
}

function fileEntry(key: string, content: string): TreeEntry {
  const file = { blocks: [randomBlockId()], bytes: content.length, signature: content };
  return { ...entry(key, content), label: `${key}.png`, block: file.blocks[0] as string, file };
}

const draft = (documentId: string) => keyString({ documentId, locale: 'en', status: 'draft' });
const published = (documentId: string) => keyString({ documentId, locale: 'en', status: 'published' });
const item = (kind: string, uid: string, documentId: string, status: string, label: string) => ({
  kind,
  uid,
  documentId,
  locale: 'en',
  status,
  copy: 0,
  label,
});

describe('the diff of two snapshots', () => {
  it('counts records and documents per content type, and lists them', async () => {
    const plan = planOf([typeOf(ARTICLE), typeOf(TAG)]);
    const before = await store('before', plan, {
      [ARTICLE]: [
        [draft('a'), 'old a'],
        [published('a'), 'old a'],
        [draft('b'), 'old b'],
        [draft('c'), 'old c'],
      ],
      [TAG]: [[draft('t'), 'tag']],
    });
    const after = await store('after', plan, {
      [ARTICLE]: [
        [draft('a'), 'new a'],
        [published('a'), 'new a'],
        [draft('c'), 'old c'],
        [draft('d'), 'new d'],
      ],
      [TAG]: [[draft('t'), 'tag']],
    });
    expect(await diffSnapshots(repository, before, after)).toEqual({
      before: 'before',
      after: 'after',
      same: false,
      counts: { added: 1, removed: 1, changed: 2, unchanged: 2 },
      documents: 3,
      types: [
        {
          uid: ARTICLE,
          displayName: `The ${ARTICLE}`,
          on: 'both',
          counts: { added: 1, removed: 1, changed: 2, unchanged: 1 },
          documents: 3,
          fingerprint: null,
        },
        {
          uid: TAG,
          displayName: `The ${TAG}`,
          on: 'both',
          counts: { added: 0, removed: 0, changed: 0, unchanged: 1 },
          documents: 0,
          fingerprint: null,
        },
      ],
      items: [
        item('changed', ARTICLE, 'a', 'draft', 'new a'),
        item('changed', ARTICLE, 'a', 'published', 'new a'),
        item('removed', ARTICLE, 'b', 'draft', 'old b'),
        item('added', ARTICLE, 'd', 'draft', 'new d'),
      ],
      schema: [],
      files: { counts: { added: 0, removed: 0, changed: 0, unchanged: 0 }, items: [] },
      truncated: false,
    });
  });

  it('is the same for a snapshot and itself', async () => {
    const only = await store('only', planOf([typeOf(ARTICLE)]), { [ARTICLE]: [[draft('a'), 'a']] }, [
      ['f/', 'x'],
    ]);
    const diff = await diffSnapshots(repository, only, only);
    expect(diff.same).toBe(true);
    expect(diff.counts).toEqual({ added: 0, removed: 0, changed: 0, unchanged: 1 });
    expect(diff.files?.counts).toEqual({ added: 0, removed: 0, changed: 0, unchanged: 1 });
  });

  it('lists stored files with the sizes of both sides', async () => {
    const plan = planOf([]);
    const before = await store('before', plan, {}, [
      ['f/', 'abc'],
      ['f/small', 'a'],
      ['g/', 'gone'],
    ]);
    const after = await store('after', plan, {}, [
      ['f/', 'abcd'],
      ['f/small', 'a'],
      ['h/', 'here'],
    ]);
    const diff = await diffSnapshots(repository, before, after);
    expect(diff.same).toBe(false);
    expect(diff.files).toEqual({
      counts: { added: 1, removed: 1, changed: 1, unchanged: 1 },
      items: [
        { kind: 'changed', documentId: 'f', variant: '', name: 'f/.png', bytes: { before: 3, after: 4 } },
        { kind: 'removed', documentId: 'g', variant: '', name: 'g/.png', bytes: { before: 4, after: null } },
        { kind: 'added', documentId: 'h', variant: '', name: 'h/.png', bytes: { before: null, after: 4 } },
      ],
    });
  });

  it('says which content types only one of them has', async () => {
    const before = await store('before', planOf([typeOf(ARTICLE)]), { [ARTICLE]: [[draft('a'), 'a']] });
    const after = await store('after', planOf([typeOf(TAG)]), { [TAG]: [[draft('t'), 't']] });
    const { types, items, schema } = await diffSnapshots(repository, before, after);
    expect(types.map(({ uid, on, displayName }) => [uid, on, displayName])).toEqual([
      [ARTICLE, 'before', `The ${ARTICLE}`],
      [TAG, 'after', `The ${TAG}`],
    ]);
    expect(items.map(({ kind, uid }) => [kind, uid])).toEqual([
      ['removed', ARTICLE],
      ['added', TAG],
    ]);
    expect(schema).toEqual([
      { kind: 'removed', uid: ARTICLE, field: null, before: null, after: null },
      { kind: 'added', uid: TAG, field: null, before: null, after: null },
    ]);
  });

  it('keeps to the content types asked for, and to a number of items', async () => {
    const plan = planOf([typeOf(ARTICLE), typeOf(TAG)]);
    const before = await store('before', plan, { [ARTICLE]: [], [TAG]: [] });
    const after = await store('after', planOf([typeOf(ARTICLE), typeOf(TAG, [])]), {
      [ARTICLE]: [
        [draft('a'), 'a'],
        [draft('b'), 'b'],
      ],
      [TAG]: [[draft('t'), 't']],
    });
    const diff = await diffSnapshots(repository, before, after, { contentTypes: [ARTICLE], most: 1 });
    expect(diff).toMatchObject({ truncated: true, counts: { added: 2 }, schema: [] });
    expect(diff.items).toHaveLength(1);
    expect(diff.types.map(({ uid }) => uid)).toEqual([ARTICLE]);
    expect((await diffSnapshots(repository, before, after, { most: 3 })).truncated).toBe(false);
  });

  it('names what changed in the schema', async () => {
    const section = shapeOf([column('heading', 'string'), column('gone', 'text')]);
    const now = shapeOf([column('heading', 'richtext'), { ...column('path', 'string'), role: 'derived' }]);
    const withParts = (columns: TypePlan['columns'], extra: Partial<TypePlan>) => ({
      ...typeOf(ARTICLE, columns),
      ...extra,
    });
    const link = { kind: 'column', attribute: 'author', column: 'author_id' } as const;
    const { attributeType: _, ...early } = column('early', 'text');
    const before = planOf(
      [
        withParts([column('title', 'string'), early], {
          components: [{ attribute: 'parts', kind: 'repeatable', components: ['c.b', 'c.a'] }],
          links: [{ ...link, targetUid: 'api::author.author' }],
        }),
      ],
      { 'c.a': section },
    );
    const after = planOf(
      [
        withParts([column('title', 'integer'), column('early', 'richtext'), column('new', 'json')], {
          components: [{ attribute: 'parts', kind: 'zone', components: ['c.a', 'c.b'] }],
          links: [
            { ...link, targetUid: TAG },
            { kind: 'morphColumn', attribute: 'owner', idColumn: 'i', typeColumn: 't' },
          ],
        }),
      ],
      { 'c.a': now, 'c.b': section },
    );
    const { schema, same } = await diffSnapshots(
      repository,
      await store('before', before, {}),
      await store('after', after, {}),
    );
    expect(same).toBe(false);
    expect(schema.map(({ kind, uid, field, before: was, after: is }) => [kind, uid, field, was, is])).toEqual(
      [
        ['changed', ARTICLE, 'author', 'relation to api::author.author', `relation to ${TAG}`],
        ['added', ARTICLE, 'new', null, 'json'],
        ['added', ARTICLE, 'owner', null, 'relation to any'],
        ['changed', ARTICLE, 'parts', 'repeatable component c.a, c.b', 'dynamic zone c.a, c.b'],
        ['changed', ARTICLE, 'title', 'string', 'integer'],
        ['removed', 'c.a', 'gone', 'text', null],
        ['changed', 'c.a', 'heading', 'string', 'richtext'],
        ['added', 'c.b', null, null, null],
      ],
    );
  });

  it('stops when told to', async () => {
    const before = await store('before', planOf([]), { [ARTICLE]: [] }, []);
    const after = await store('after', planOf([]), { [ARTICLE]: [[draft('a'), 'a']] }, [['f/', 'x']]);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(diffSnapshots(repository, before, after, { signal })).rejects.toThrow('enough');
    await expect(diffSnapshots(repository, before, after, { signal, contentTypes: [] })).rejects.toThrow(
      'enough',
    );
  });
});

describe('the diff of a snapshot and the live content', () => {
  let db: Knex;
  beforeEach(() => {
    db = createKnex();
  });
  afterEach(() => db.destroy());

  const media = { size: fail, read: fail, write: fail, remove: fail };
  function fail(): never {
    throw new Error('no media here');
  }

  it('says the same as the diff with a snapshot of that content', async () => {
    for (const table of ['article', 'tag']) {
      await db.schema.createTable(table, (columns) => {
        columns.increments('id');
        for (const name of ['document_id', 'locale', 'published_at', 'title']) columns.string(name);
      });
    }
    const plan = planOf([typeOf(ARTICLE), typeOf(TAG)]);
    let taken = 0;
    const take = async (source: ReadPlan) => {
      taken += 1;
      const request = {
        id: `snapshot-${taken}`,
        project: 'site',
        kind: 'manual' as const,
        note: null,
        previous: null,
        createdAt: '2026-01-01T00:00:00.000Z',
        pluginVersion: '0',
        strapiVersion: '5',
        settings: {},
        reread: false,
      };
      return (await takeSnapshot(repository, { open: async () => db, plan: source, media }, request))
        .manifest;
    };
    const row = (document: string, title: string) => ({ document_id: document, locale: 'en', title });
    await db('article').insert(Array.from({ length: 200 }, (_, at) => row(`d${at}`, `Title ${at}`)));
    await db('tag').insert(row('t', 'Tag'));
    const before = await take(plan);
    expect((await diffWithLive(repository, before, { db, plan })).same).toBe(true);

    await db('article').where({ document_id: 'd7' }).update({ title: 'Changed' });
    await db('article').where({ document_id: 'd8' }).delete();
    await db('article').insert([row('new', 'New'), { ...row('d9', 'Published'), published_at: '2026' }]);
    const now = planOf([typeOf(ARTICLE)]);
    const live = await diffWithLive(repository, before, { db, plan: now });
    const snapshots = await diffSnapshots(repository, before, await take(now));
    expect(live).toEqual({
      ...snapshots,
      types: snapshots.types.map((type) => ({ ...type, fingerprint: expect.any(String) as unknown })),
      after: null,
      files: null,
    });
    const again = await diffWithLive(repository, before, { db, plan: now });
    const prints = ({ types }: typeof live) => types.map(({ fingerprint }) => fingerprint);
    expect(prints(again)).toEqual(prints(live));
    await db('article').where({ document_id: 'd10' }).update({ title: 'Changed too' });
    const moved = await diffWithLive(repository, before, { db, plan: now });
    expect(prints(moved)[0]).not.toBe(prints(live)[0]);
    expect(prints(moved)[1]).toBe(prints(live)[1]);
    expect(live.counts).toEqual({ added: 2, removed: 2, changed: 1, unchanged: 198 });
    expect(live.documents).toBe(5);
    expect(live.types.map(({ uid, on }) => [uid, on])).toEqual([
      [ARTICLE, 'both'],
      [TAG, 'before'],
    ]);
    const reverse = await diffWithLive(repository, await take(planOf([])), { db, plan: now });
    expect(reverse.types).toMatchObject([{ uid: ARTICLE, on: 'after', counts: { added: 201 } }]);
  });
});
