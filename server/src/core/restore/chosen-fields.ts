import { KeepsakeError } from '../errors';
import { FILE_UID } from '../media/media-of-record';
import type { SnapshotReader } from '../repository/repository';
import type { TypePlan } from '../snapshot/read-plan';
import { canonicalJson, parseKeyString } from '../snapshot/record';
import type { Body } from '../snapshot/record';
import type { LiveSite } from './plan-restore';
import { readLiveRecords } from './live-records';
import { attributesOf, narrowShape } from './narrow-shape';
import type { TypeActions } from './restore-plan';
import { readRecords } from './snapshot-records';

/** What a file's row says of its bytes: without them it would describe another file. */
const OF_THE_BYTES = new Set(['hash', 'ext', 'mime', 'size', 'width', 'height', 'formats']);

/** The part of a type that is written to rows that exist: the chosen fields, or without any choice all of it. */
export function writtenShape(type: TypePlan, fields: string[] | undefined): TypePlan {
  if (!fields?.length) return type;
  return narrowShape(
    type,
    choosable(type).filter((attribute) => fields.includes(attribute)),
  );
}

/**
 * A field that none of the chosen types has is a slip of the pen, which would restore less than was meant.
 *
 * @throws KeepsakeError `field_unknown`
 */
export function refuseUnknownFields(fields: string[], chosen: TypePlan[], all: TypePlan[]): void {
  const unknown = fields.find((field) => !chosen.some((type) => choosable(type).includes(field)));
  if (unknown === undefined) return;
  const elsewhere = all.filter((type) => choosable(type).includes(unknown)).map(({ uid }) => uid);
  throw new KeepsakeError('field_unknown', `None of the chosen content types has a field "${unknown}".`, {
    hint: elsewhere.length > 0 ? `These have it: ${elsewhere.join(', ')}.` : known(chosen),
    item: unknown,
  });
}

function known(types: TypePlan[]): string {
  const fields = new Set(types.flatMap(choosable));
  return `Known fields: ${[...fields].sort().join(', ')}.`;
}

function choosable(type: TypePlan): string[] {
  const attributes = attributesOf(type);
  return type.uid === FILE_UID ? attributes.filter((name) => !OF_THE_BYTES.has(name)) : attributes;
}

/** Entries whose hashes differ may be equal in the chosen fields: then there is nothing to write. */
export async function keepChangedFields(
  repository: SnapshotReader,
  live: LiveSite,
  actions: TypeActions,
  documentIdOf: (documentId: string) => string,
): Promise<void> {
  const { type, written, update } = actions;
  const shape = type.key.kind === 'document' ? written : type;
  const attributes = attributesOf(written);
  const liveIds = update.map(({ entry }) => documentIdOf(parseKeyString(entry.key).documentId));
  const bodies = new Map<number, Body>();
  for await (const { rowId, body } of readLiveRecords(live, shape, liveIds)) bodies.set(rowId, body);
  const rowIds = new Map(update.map(({ entry, rowId }) => [entry, rowId]));
  const changed = new Set<TypeActions['update'][number]['entry']>();
  for await (const { entry, record } of readRecords(repository, rowIds.keys())) {
    const now = bodies.get(rowIds.get(entry)!) ?? {};
    if (differIn(attributes, record.body, now)) changed.add(entry);
  }
  actions.unchanged.push(...update.map(({ entry }) => entry).filter((entry) => !changed.has(entry)));
  actions.update = update.filter(({ entry }) => changed.has(entry));
}

export function differIn(attributes: string[], a: Body, b: Body): boolean {
  return attributes.some((attribute) => canonicalJson(a[attribute]) !== canonicalJson(b[attribute]));
}
