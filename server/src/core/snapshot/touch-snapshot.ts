import type { Problem } from '../../../../shared/contracts/errors';
import { findDocument } from '../diff/find-document';
import { findEntries } from '../diff/find-entries';
import { FILE_UID, mediaOfRecord } from '../media/media-of-record';
import type { DescribedMedia } from '../media/media-of-record';
import { mediaKey } from '../media/media-store';
import type { Manifest, ManifestType, Repository, SnapshotWriter, TreeEntry } from '../repository/repository';
import { unheldFile } from './reference-media';
import { hashInput, parseRecordLine, recordLine, takeKeyString } from './record';
import type { ReadRecord } from './reader';
import type { SnapshotResult } from './take-snapshot';

/** The rows that documents of one content type have now; of a document that is gone, none. */
export interface TouchedType {
  uid: string;
  documentIds: string[];
  records: ReadRecord[];
}

export interface TouchRequest {
  id: string;
  note: string | null;
  createdAt: string;
  pluginVersion: string;
  strapiVersion: string;
  settings: Record<string, unknown>;
  room: number | null;
}

/** Documents that differ from the snapshot before, ready to be committed upon it. */
export interface Touched {
  previous: Manifest;
  types: TouchedDifference[];
  /** Documents that differ. */
  documents: { uid: string; documentId: string }[];
}

interface TouchedDifference {
  uid: string;
  /** Rows that are new or changed, with their lines. */
  stored: { entry: Omit<TreeEntry, 'block' | 'slot'>; line: string }[];
  gone: string[];
  /** How many documents came or went. */
  documents: number;
}

const BLOCK_BYTES = 1024 * 1024;

/** What of the touched documents differs from `previous`: it is looked up, never read. */
export async function compareTouched(
  repository: Repository,
  previous: Manifest,
  touched: TouchedType[],
): Promise<Touched> {
  const result: Touched = { previous, types: [], documents: [] };
  for (const { uid, documentIds, records } of touched) {
    const tree = previous.types.find((type) => type.uid === uid)?.tree;
    const difference: TouchedDifference = { uid, stored: [], gone: [], documents: 0 };
    const rows = linesByDocument(repository, uid, records);
    for (const documentId of new Set(documentIds)) {
      const before = tree ? await findDocument(repository, tree, documentId) : [];
      const now = rows.get(documentId) ?? [];
      const old = new Map(before.map((entry) => [entry.key, entry]));
      const kept = new Set(now.map(({ entry }) => entry.key));
      const stored = now.filter(({ entry }) => old.get(entry.key)?.hash !== entry.hash);
      const gone = before.filter(({ key }) => !kept.has(key)).map(({ key }) => key);
      if (stored.length + gone.length === 0) continue;
      difference.stored.push(...stored);
      difference.gone.push(...gone);
      difference.documents += Math.sign(now.length) - Math.sign(before.length);
      result.documents.push({ uid, documentId });
    }
    if (difference.stored.length + difference.gone.length > 0) result.types.push(difference);
  }
  return result;
}

function linesByDocument(repository: Repository, uid: string, records: ReadRecord[]) {
  const taken = new Set<string>();
  const documents = new Map<string, TouchedDifference['stored']>();
  for (const { key: recordKey, bodyJson, asideJson, rowId, label } of records) {
    const { line, hashed } = recordLine(recordKey, bodyJson, asideJson);
    const key = takeKeyString(taken, recordKey);
    const hash = repository.hash('record', hashInput(uid, hashed));
    const rows = documents.get(recordKey.documentId) ?? [];
    documents.set(recordKey.documentId, rows);
    rows.push({ entry: { key, hash, rowId, label }, line });
  }
  return documents;
}

/**
 * Commits a version that is the snapshot before it with the touched documents as they are now. What it costs follows
 * what was touched: their records, and the pieces of the trees that they lie in. No media bytes are read or stored.
 */
export async function commitTouched(
  repository: Repository,
  touched: Touched,
  request: TouchRequest,
): Promise<SnapshotResult> {
  const writer = await repository.beginWrite({ room: request.room });
  try {
    const manifest = await writeTouched(repository, writer, touched, request);
    return { ...(await writer.commit(manifest)), manifest };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

async function writeTouched(
  repository: Repository,
  writer: SnapshotWriter,
  { previous, types: differences }: Touched,
  request: TouchRequest,
): Promise<Manifest> {
  const types: ManifestType[] = [];
  let bytes = 0;
  for (const type of previous.types) {
    const difference = differences.find(({ uid }) => uid === type.uid);
    if (!difference) {
      types.push(type);
      continue;
    }
    const edits = new Map<string, TreeEntry | null>(difference.gone.map((key) => [key, null]));
    for (const entry of await storeLines(writer, difference.stored)) edits.set(entry.key, entry);
    for (const { line } of difference.stored) bytes += Buffer.byteLength(line);
    const tree = await writer.editTree(type.tree, edits);
    types.push({ ...type, tree, documents: type.documents + difference.documents });
  }
  const media = await editMedia(repository, writer, previous, differences);
  const { settings, note, id, createdAt, pluginVersion, strapiVersion } = request;
  return {
    format: 1,
    id,
    project: previous.project,
    kind: 'version',
    state: 'succeeded',
    note,
    createdAt,
    finishedAt: new Date().toISOString(),
    counts: {
      documents: types.reduce((sum, type) => sum + type.documents, 0),
      records: types.reduce((sum, type) => sum + type.tree.entries, 0),
      files: types.find(({ uid }) => uid === FILE_UID)?.documents ?? 0,
      bytes,
    },
    parent: previous.id,
    plugin: pluginVersion,
    strapi: strapiVersion,
    client: previous.client,
    schema: previous.schema,
    types,
    media: media.tree,
    settings,
    problems: [],
    notices: media.unheld,
    unheldFiles: media.unheld.length,
  };
}

async function storeLines(writer: SnapshotWriter, stored: TouchedDifference['stored']): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (let from = 0; from < stored.length;) {
    let to = from;
    for (let bytes = 0; to < stored.length && bytes < BLOCK_BYTES; to += 1) bytes += stored[to]!.line.length;
    const some = stored.slice(from, to);
    const block = await writer.addBlock('records', Buffer.from(some.map(({ line }) => line).join('\n')));
    entries.push(...some.map(({ entry }, slot) => ({ ...entry, block, slot })));
    from = to;
  }
  return entries;
}

/** Files that came along: referenced where the snapshot before has their bytes as they are, else named. */
async function editMedia(
  repository: Repository,
  writer: SnapshotWriter,
  { media }: Manifest,
  differences: TouchedDifference[],
): Promise<{ tree: Manifest['media']; unheld: Problem[] }> {
  const files = differences.find(({ uid }) => uid === FILE_UID);
  const described: DescribedMedia[] = (files?.stored ?? []).flatMap(({ line }) => {
    const { key, body, aside } = parseRecordLine(line);
    return mediaOfRecord(key.documentId, body, aside);
  });
  if (described.length === 0) return { tree: media, unheld: [] };
  const held = await findEntries(
    repository,
    media,
    described.map(({ file }) => mediaKey(file)),
  );
  const lost = described.filter(
    ({ file, signature }) => held.get(mediaKey(file))?.file?.signature !== signature,
  );
  const edits = new Map(lost.map(({ file }) => [mediaKey(file), null]));
  return { tree: await writer.editTree(media, edits), unheld: lost.map(({ file }) => unheldFile(file)) };
}
