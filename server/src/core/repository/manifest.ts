import { KeepsakeError } from '../errors';
import { objectDamaged } from './damage';
import { openFrame, randomBlockId, sealFrame, type Sealing } from './frame';
import type { Manifest, SnapshotEntry, TreeRoot } from './repository';
import {
  asCount,
  asId,
  asList,
  asObject,
  asOneOf,
  asText,
  parseStoredJson,
  StoredJsonError,
} from './stored-json';

/**
 * A manifest is one object, one frame: JSON that names everything a snapshot is made of. It is bound to its object's
 * name, so a manifest never answers for another.
 */

const SNAPSHOT_ID = /^[A-Za-z0-9_-]{1,64}$/;
const KINDS = ['manual', 'scheduled', 'safety', 'version'] as const;
const PARTS = ['content', 'media', 'locales', 'users', 'settings'] as const;

/**
 * Seals a manifest for the object `name`. Throws `manifest_invalid` for one that could not be read back: it is parsed
 * as a reader would before anything is written.
 */
export async function encodeManifest(sealing: Sealing, manifest: Manifest, name: string): Promise<Buffer> {
  const text = manifestText(manifest);
  const plain = Buffer.from(text, 'utf8');
  return sealFrame(sealing, { kind: 'manifest', id: randomBlockId(), plain, context: name });
}

/** The JSON of a manifest; throws `manifest_invalid`. */
export function manifestText(manifest: Manifest): string {
  const text = JSON.stringify(manifest);
  try {
    parseManifest(text);
  } catch (error) {
    throw new KeepsakeError('manifest_invalid', `The manifest cannot be stored: ${String(error)}`, {
      cause: error,
    });
  }
  return text;
}

/** Opens the object `name`; throws `object_damaged`. */
export async function decodeManifest(sealing: Sealing, bytes: Buffer, name: string): Promise<Manifest> {
  const plain = await openFrame(sealing, bytes, { kind: 'manifest', object: name, context: name });
  try {
    return parseManifest(plain.toString('utf8'));
  } catch (error) {
    throw objectDamaged(name, `its manifest is not one: ${String(error)}`, error);
  }
}

/** What the catalogue keeps of a manifest. */
export function snapshotEntryOf(manifest: SnapshotEntry): SnapshotEntry {
  const { id, project, kind, state, note, createdAt, finishedAt, counts } = manifest;
  const { documents, records, files, bytes } = counts;
  return {
    id,
    project,
    kind,
    state,
    note,
    createdAt,
    finishedAt,
    counts: { documents, records, files, bytes },
  };
}

/** Throws `StoredJsonError` for anything that is not an entry of the catalogue. */
export function parseSnapshotEntry(value: unknown): SnapshotEntry {
  const entry = asObject(value, 'snapshot');
  const counts = asObject(entry['counts'], 'counts');
  const id = asText(entry['id'], 'id');
  if (!SNAPSHOT_ID.test(id)) throw new StoredJsonError('id is not one of a snapshot');
  return {
    id,
    project: asText(entry['project'], 'project'),
    kind: asOneOf(entry['kind'], KINDS, 'kind'),
    state: asOneOf(entry['state'], ['succeeded', 'partial'] as const, 'state'),
    note: entry['note'] === null ? null : asText(entry['note'], 'note'),
    createdAt: asText(entry['createdAt'], 'createdAt'),
    finishedAt: asText(entry['finishedAt'], 'finishedAt'),
    counts: {
      documents: asCount(counts['documents'], 'documents'),
      records: asCount(counts['records'], 'records'),
      files: asCount(counts['files'], 'files'),
      bytes: asCount(counts['bytes'], 'bytes'),
    },
  };
}

/** Keeps fields it does not know: a later plugin of the same format may have added them. */
function parseManifest(text: string): Manifest {
  const manifest = asObject(parseStoredJson(text), 'manifest');
  if (manifest['format'] !== 1) throw new StoredJsonError('its format is not 1');
  parseSnapshotEntry(manifest);
  if (manifest['parent'] !== null) asText(manifest['parent'], 'parent');
  asText(manifest['plugin'], 'plugin');
  asText(manifest['strapi'], 'strapi');
  asOneOf(manifest['client'], ['sqlite', 'postgres', 'mysql'] as const, 'client');
  const schema = asObject(manifest['schema'], 'schema');
  asId(schema['hash'], 'hash of the schema');
  asId(schema['block'], 'block of the schema');
  asObject(manifest['settings'], 'settings');
  if (manifest['rules'] !== undefined) asObject(manifest['rules'], 'rules');
  checkTreeRoot(manifest['media'], 'media');
  for (const item of asList(manifest['types'], 'types')) {
    const type = asObject(item, 'type');
    asText(type['uid'], 'uid');
    asOneOf(type['part'], PARTS, 'part');
    asCount(type['documents'], 'documents');
    if (type['bytes'] !== undefined) asCount(type['bytes'], 'bytes of a type');
    checkTreeRoot(type['tree'], 'tree');
  }
  const problems = asList(manifest['problems'], 'problems');
  for (const item of [...problems, ...asList(manifest['notices'], 'notices')]) {
    const problem = asObject(item, 'problem');
    asText(problem['code'], 'code');
    asText(problem['message'], 'message');
    asText(problem['item'], 'item');
  }
  return manifest as unknown as Manifest;
}

function checkTreeRoot(value: unknown, what: string): asserts value is TreeRoot {
  const root = asObject(value, what);
  asCount(root['entries'], `entries of ${what}`);
  for (const item of asList(root['pieces'], `pieces of ${what}`)) {
    const piece = asObject(item, 'piece');
    asId(piece['hash'], 'hash of a piece');
    asId(piece['block'], 'block of a piece');
    asText(piece['last'], 'last key of a piece');
    asCount(piece['entries'], 'entries of a piece', 1);
  }
}
