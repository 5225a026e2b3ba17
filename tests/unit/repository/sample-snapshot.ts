import {
  openRepository,
  type OpenRepositoryOptions,
} from '../../../server/src/core/repository/open-repository';
import type {
  CommitResult,
  Manifest,
  Repository,
  SnapshotReader,
  SnapshotWriter,
  TreeEntry,
  TreeRoot,
} from '../../../server/src/core/repository/repository';
import type { Storage } from '../../../server/src/core/storage/storage';

/** What a test puts into a snapshot: records by key (a line each), files by key. */
export interface Sample {
  id: string;
  records: Record<string, string>;
  files?: Record<string, Buffer>;
  /** Lines per block and bytes per chunk. */
  lines?: number;
  chunk?: number;
  createdAt?: string;
}

export const UID = 'api::article.article';
export const SECRET = `base64:${Buffer.alloc(32, 7).toString('base64')}`;
export const OTHER_SECRET = `base64:${Buffer.alloc(32, 9).toString('base64')}`;
export const NO_TREE: TreeRoot = { pieces: [], entries: 0 };

export function openSample(
  storage: Storage,
  options: Partial<OpenRepositoryOptions> = {},
): Promise<Repository> {
  return openRepository({
    storage,
    prefix: 'ks',
    secret: SECRET,
    writerId: 'writer-1',
    create: true,
    // What nothing references goes at once, so that what is left can be counted; gc.test.ts has a grace.
    clock: { now: () => new Date(), graceMs: 0 },
    ...options,
  });
}

/** Stores a sample as the snapshot engine would: what the predecessor holds is referenced, not stored. */
export async function commitSample(
  repository: Repository,
  sample: Sample,
  parent?: string,
): Promise<CommitResult & { manifest: Manifest }> {
  const writer = await repository.beginWrite();
  const manifest = await writeSample(repository, writer, sample, parent);
  return { ...(await writer.commit(manifest)), manifest };
}

/** Everything but the commit. */
export async function writeSample(
  repository: Repository,
  writer: SnapshotWriter,
  sample: Sample,
  parent?: string,
): Promise<Manifest> {
  const before = parent === undefined ? null : await repository.readManifest(parent);
  const oldTree = before?.types[0]?.tree ?? NO_TREE;
  const oldMedia = before?.media ?? NO_TREE;
  const old = await entriesOf(repository, oldTree);
  const oldFiles = await entriesOf(repository, oldMedia);
  const schemaHash = repository.hash('plan', '{"types":[]}');
  const schema =
    before?.schema.hash === schemaHash
      ? before.schema
      : { hash: schemaHash, block: await writer.addBlock('schema', Buffer.from('{"types":[]}')) };
  const entries = await storeRecords(repository, writer, sample, old);
  const files = await storeFiles(repository, writer, sample, oldFiles);
  return manifestOf(sample.id, {
    schema,
    createdAt: sample.createdAt ?? '2026-01-01T00:00:00.000Z',
    parent: parent ?? null,
    types: [
      {
        uid: UID,
        part: 'content',
        documents: entries.length,
        tree: await writer.addTree(entries, oldTree),
      },
    ],
    media: await writer.addTree(files, oldMedia),
  });
}

async function storeRecords(
  repository: Repository,
  writer: SnapshotWriter,
  { records, lines = 50 }: Sample,
  old: Map<string, TreeEntry>,
): Promise<TreeEntry[]> {
  const all = sorted(records).map(([key, line]) => ({ key, line, hash: repository.hash('record', line) }));
  const fresh = all.filter(({ key, hash }) => old.get(key)?.hash !== hash);
  const stored = new Map<string, TreeEntry>();
  for (let at = 0; at < fresh.length; at += lines) {
    const part = fresh.slice(at, at + lines);
    const block = await writer.addBlock('records', Buffer.from(part.map(({ line }) => line).join('\n')));
    part.forEach(({ key, hash }, slot) => {
      stored.set(key, { key, hash, block, slot, rowId: at + slot + 1, label: `Entry ${key}` });
    });
  }
  return all.map(({ key }) => (stored.get(key) ?? old.get(key)) as TreeEntry);
}

async function storeFiles(
  repository: Repository,
  writer: SnapshotWriter,
  { files = {}, chunk = 1000 }: Sample,
  old: Map<string, TreeEntry>,
): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (const [key, content] of sorted(files)) {
    const hasher = repository.hasher('file');
    hasher.update(content);
    const hash = hasher.digest();
    const known = old.get(key);
    if (known?.hash === hash) {
      entries.push(known);
      continue;
    }
    const blocks: string[] = [];
    for (let at = 0; at < content.length; at += chunk) {
      blocks.push(await writer.addBlock('chunk', content.subarray(at, at + chunk), { compress: false }));
    }
    const file = { blocks, bytes: content.length, signature: `${content.length}` };
    entries.push({ key, hash, block: blocks[0] ?? '', slot: 0, rowId: 1, label: key, file });
  }
  return entries;
}

export function manifestOf(id: string, fields: Partial<Manifest> = {}): Manifest {
  return {
    format: 1,
    id,
    project: 'site',
    kind: 'manual',
    state: 'succeeded',
    note: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:01:00.000Z',
    counts: { documents: 1, records: 1, files: 0, bytes: 100 },
    parent: null,
    plugin: '0.1.0',
    strapi: '5.54.0',
    client: 'sqlite',
    schema: { hash: 'A'.repeat(22), block: 'A'.repeat(22) },
    types: [],
    media: NO_TREE,
    settings: {},
    problems: [],
    notices: [],
    ...fields,
  };
}

/** Reads a snapshot to the last byte, as a restore would. */
export async function readSample(
  repository: SnapshotReader,
  id: string,
): Promise<Required<Pick<Sample, 'records' | 'files'>>> {
  const manifest = await repository.readManifest(id);
  const records: Record<string, string> = {};
  const files: Record<string, Buffer> = {};
  await repository.readBlock(manifest.schema.block, 'schema');
  for (const type of manifest.types) {
    for await (const entry of repository.readTree(type.tree)) {
      const plain = await repository.readBlock(entry.block, 'records');
      records[entry.key] = plain.toString('utf8').split('\n')[entry.slot] ?? '(no such line)';
    }
  }
  for await (const entry of repository.readTree(manifest.media)) {
    const chunks = (entry.file?.blocks ?? []).map((block) => repository.readBlock(block, 'chunk'));
    files[entry.key] = Buffer.concat(await Promise.all(chunks));
  }
  return { records, files };
}

/** For `verify`: the sample's records are their own canonical form. */
export function checkRecordOf(repository: Repository): (line: string, entry: TreeEntry) => boolean {
  return (line, entry) => repository.hash('record', line) === entry.hash;
}

/** Keys that look like those of documents: spread evenly, with a locale and a status. */
export function documentKeys(count: number, seed = 1): string[] {
  let state = seed;
  const next = () => (state = (state * 1664525 + 1013904223) % 2 ** 32);
  const id = () =>
    Array.from({ length: 24 }, () => Math.floor((next() / 2 ** 32) * 36).toString(36)).join('');
  return Array.from({ length: count }, () => `${id()}/en/published`).sort();
}

export function recordsOf(keys: string[], version = 1): Record<string, string> {
  return Object.fromEntries(
    keys.map((key) => [key, JSON.stringify({ key, version, title: `Title of ${key}` })]),
  );
}

export async function entriesOf(repository: Repository, tree: TreeRoot): Promise<Map<string, TreeEntry>> {
  const entries = new Map<string, TreeEntry>();
  for await (const entry of repository.readTree(tree)) entries.set(entry.key, entry);
  return entries;
}

function sorted<T>(values: Record<string, T>): [string, T][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
