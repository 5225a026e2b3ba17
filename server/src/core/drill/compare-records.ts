import type { ManifestType, SnapshotReader, TreeEntry } from '../repository/repository';
import { readLiveEntries } from '../restore/live-entries';
import { slices } from '../restore/row-ids';
import { readRecords } from '../restore/snapshot-records';
import { Reader } from '../snapshot/reader';
import type { TypePlan } from '../snapshot/read-plan';
import type { Body } from '../snapshot/record';
import { differingFields } from './differing-fields';
import type { DrillFindings } from './drill-findings';
import { roundedDecimals } from './rounded-decimals';
import type { ScratchPlace } from './scratch-place';

/** Records that are looked at field by field at once. */
const BATCH = 500;

export interface Comparing {
  repository: SnapshotReader;
  place: ScratchPlace;
  findings: DrillFindings;
  /** Whether entries of this content type were not restored. */
  isOutside: (uid: string) => boolean;
  /** The place is a SQLite file, and the site's database keeps decimals of any length. */
  isRounding: boolean;
}

/** Holds every record of a content type against what came back, by hash; where that differs, field by field. */
export async function compareRecords(
  comparing: Comparing,
  stored: ManifestType,
  type: TypePlan,
): Promise<void> {
  const { repository, place, findings } = comparing;
  const back = new Map((await readLiveEntries(repository, place, type)).map((entry) => [entry.key, entry]));
  const unequal: Unequal[] = [];
  let last: string | null = null;
  for await (const entry of repository.readTree(stored.tree)) {
    const found = back.get(entry.key);
    back.delete(entry.key);
    findings.records += 1;
    const documentId = entry.key.slice(0, entry.key.indexOf('\t'));
    if (documentId !== last) findings.documents += 1;
    last = documentId;
    if (!found) differs(comparing, type, entry.key, 'record_missing', 'did not come back');
    else if (found.hash !== entry.hash) unequal.push({ entry, rowId: found.rowId });
  }
  for (const key of back.keys()) differs(comparing, type, key, 'record_extra', 'is not in the backup');
  for (const some of slices(unequal, BATCH)) await lookCloser(comparing, type, some);
}

interface Unequal {
  entry: TreeEntry;
  rowId: number;
}

async function lookCloser(comparing: Comparing, type: TypePlan, unequal: Unequal[]): Promise<void> {
  const { repository, place, findings, isOutside, isRounding } = comparing;
  const kept = (body: Body) => (isRounding ? (roundedDecimals(body) as Body) : body);
  const rowIds = unequal.map(({ rowId }) => rowId).sort((a, b) => a - b);
  const bodies = new Map<number, Body>();
  for await (const batch of new Reader(place.db, place.plan).read(type, { rowIds })) {
    for (const { rowId, bodyJson } of batch) bodies.set(rowId, JSON.parse(bodyJson) as Body);
  }
  const rowOf = new Map(unequal.map(({ entry, rowId }) => [entry, rowId]));
  for await (const { entry, record } of readRecords(repository, rowOf.keys())) {
    const back = bodies.get(rowOf.get(entry)!) ?? {};
    const fields = differingFields(kept(record.body), kept(back), isOutside);
    if (isRounding && fields?.length === 0) {
      const item = nameOf(type, entry.key);
      const message = `${item} has decimals of more digits than SQLite keeps, where this drill was.`;
      findings.note({ code: 'decimal_rounded', message, item });
    } else if (fields) {
      const what = fields.length > 0 ? ` in ${fields.join(', ')}` : '';
      differs(comparing, type, entry.key, 'record_differs', `came back different${what}`);
    } else {
      findings.note({
        code: 'link_outside',
        message: `${nameOf(type, entry.key)} links to something that no backup holds, or that could not be compared.`,
        item: nameOf(type, entry.key),
      });
    }
  }
}

function differs({ findings }: Comparing, type: TypePlan, key: string, code: string, what: string): void {
  const item = nameOf(type, key);
  findings.differs({ code, message: `${item} ${what}.`, item });
}

function nameOf({ uid }: TypePlan, key: string): string {
  return `${uid} ${key.split('\t').filter(Boolean).join(' ')}`;
}
