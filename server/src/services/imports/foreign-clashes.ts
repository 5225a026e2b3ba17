import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import type { RestoreSelection } from '../../../../shared/contracts/restores';
import type { ReadableRecord } from '../../core/files/readable-record';
import { slices } from '../../core/restore/row-ids';
import { contentAttributes, hasDrafts } from './content-model';
import type { PlannedRecord } from './plan-foreign';

/** A value of the file that another document has. */
interface Clash {
  planned: PlannedRecord;
  attribute: string;
  value: string | number;
  holder: string;
}

export interface SettledClashes {
  records: PlannedRecord[];
  problems: Problem[];
  blockers: Problem[];
}

/** Values per question to the database. */
const BATCH = 400;

/**
 * Strapi looks at `unique` values of published entries only, and while it writes: by then it is too late to choose.
 * Here they are found beforehand, drafts too, against the site and within the file; then the entries are left out or
 * get new values, as the selection says.
 */
export async function settleForeignClashes(
  strapi: Core.Strapi,
  records: PlannedRecord[],
  removed: { uid: string; documentId: string; locale: string | null }[],
  onConflict: NonNullable<RestoreSelection['onConflict']>,
): Promise<SettledClashes> {
  const holders = new Holders(strapi, records, removed);
  const clashes: Clash[] = [];
  for (const [uid, attributes] of uniquesOf(strapi, records)) {
    const ofType = records.filter(({ record }) => record.contentType === uid);
    for (const attribute of attributes) {
      await holders.load(uid, attribute, valuesOf(ofType, attribute));
      for (const planned of ofType) {
        const value = uniqueValue(planned.record, attribute);
        if (value === null) continue;
        const holder = holders.take(planned.record, attribute, value);
        if (holder !== null) clashes.push({ planned, attribute, value, holder });
      }
    }
  }
  const named = (code: string) => clashes.map((clash) => problem(clash, code));
  if (onConflict === 'stop') return { records, problems: [], blockers: named('unique_clash') };
  if (onConflict === 'skip')
    return { records: without(records, clashes), problems: named('unique_clash_skipped'), blockers: [] };
  const numbers = clashes.filter(({ value }) => typeof value === 'number');
  if (numbers.length > 0)
    return { records, problems: [], blockers: numbers.map((clash) => problem(clash, 'unique_clash')) };
  for (const clash of clashes) await rename(holders, clash);
  return { records, problems: named('unique_clash_renamed'), blockers: [] };
}

function uniquesOf(strapi: Core.Strapi, records: PlannedRecord[]): [string, string[]][] {
  const uids = new Set(records.map(({ record }) => record.contentType));
  return [...uids].map((uid) => [
    uid,
    contentAttributes(strapi, uid).flatMap(([name, { type, unique }]) =>
      unique === true || type === 'uid' ? [name] : [],
    ),
  ]);
}

function uniqueValue({ fields }: ReadableRecord, attribute: string): string | number | null {
  const value = Object.hasOwn(fields, attribute) ? fields[attribute] : null;
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? value : null;
}

function valuesOf(records: PlannedRecord[], attribute: string): (string | number)[] {
  return records.flatMap(({ record }) => uniqueValue(record, attribute) ?? []);
}

/** Who has which value, per content type, attribute, locale and status: of the site, and of what the import writes. */
class Holders {
  readonly #holders = new Map<string, string>();
  /** What this import overwrites or removes; it does not keep its values. */
  readonly #leaving = new Set<string>();

  constructor(
    private readonly strapi: Core.Strapi,
    records: PlannedRecord[],
    removed: { uid: string; documentId: string; locale: string | null }[],
  ) {
    for (const { uid, documentId, locale } of removed)
      this.#leaving.add(`${uid} ${documentId} ${locale ?? ''}`);
    for (const { record, action } of records) {
      if (action !== 'update') continue;
      const { contentType, documentId, locale, status, fields } = record;
      for (const name of Object.keys(fields))
        this.#leaving.add(`${contentType} ${documentId} ${locale ?? ''} ${status ?? ''} ${name}`);
    }
  }

  async load(uid: string, attribute: string, values: (string | number)[]): Promise<void> {
    for (const some of slices([...new Set(values)], BATCH)) {
      const rows = (await this.strapi.db.query(uid as never).findMany({
        select: ['documentId', 'locale', 'publishedAt', attribute],
        where: { [attribute]: { $in: some } },
      } as never)) as unknown as LiveRow[];
      for (const row of rows) this.#see(uid, attribute, row);
    }
  }

  #see(uid: string, attribute: string, row: LiveRow): void {
    const { documentId, publishedAt } = row;
    const status = hasDrafts(this.strapi, uid) ? (publishedAt === null ? 'draft' : 'published') : '';
    const place = `${uid} ${documentId} ${row.locale ?? ''}`;
    if (this.#leaving.has(place) || this.#leaving.has(`${place} ${status} ${attribute}`)) return;
    this.#holders.set(
      [uid, attribute, row.locale ?? '', status, String(row[attribute])].join('\t'),
      documentId,
    );
  }

  /** Notes that a record has a value; who has it already, where that is another document. */
  take(record: ReadableRecord, attribute: string, value: string | number): string | null {
    const { contentType, documentId, locale, status } = record;
    const key = [contentType, attribute, locale ?? '', status ?? '', String(value)].join('\t');
    const holder = this.#holders.get(key);
    if (holder === undefined) this.#holders.set(key, documentId);
    return holder === undefined || holder === documentId ? null : holder;
  }
}

type LiveRow = Record<string, unknown> & {
  documentId: string;
  locale: string | null;
  publishedAt: unknown;
};

/** A draft and its published version go together: neither comes in without the other. */
function without(records: PlannedRecord[], clashes: Clash[]): PlannedRecord[] {
  const placeOf = ({ contentType, documentId, locale }: ReadableRecord) =>
    `${contentType} ${documentId} ${locale ?? ''}`;
  const out = new Set(clashes.map(({ planned }) => placeOf(planned.record)));
  return records.filter(({ record }) => !out.has(placeOf(record)));
}

async function rename(holders: Holders, { planned, attribute, value }: Clash): Promise<void> {
  const { record } = planned;
  for (let number = 2; ; number += 1) {
    const free = `${value}-${number}`;
    await holders.load(record.contentType, attribute, [free]);
    if (holders.take(record, attribute, free) !== null) continue;
    planned.record = { ...record, fields: { ...record.fields, [attribute]: free } };
    return;
  }
}

function problem({ planned, attribute, value, holder }: Clash, code: string): Problem {
  const { contentType, documentId, locale, status } = planned.record;
  const outcome: Record<string, string> = {
    unique_clash:
      'Change the value there, or import with --on-conflict skip (or rename, where it is a text).',
    unique_clash_skipped: 'It is left out.',
    unique_clash_renamed: 'It comes in with the next free value.',
  };
  const what = `${contentType} ${documentId} has the ${attribute} "${value}", which must be unique and belongs to ${holder}.`;
  const item = `${contentType} ${[documentId, locale, status].filter(Boolean).join(' ')}.${attribute}`;
  return { code, message: `${what} ${outcome[code]}`, item };
}
