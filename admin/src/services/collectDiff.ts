import type {
  DiffEntry,
  EntryDiff,
  FieldDiff,
  GetDiffEntry,
  ListDiffEntries,
  StoredDiff,
} from '../../../shared/contracts/diffs';
import { readFailure } from './readFailure';

/** A diff as a file: its counts, and every entry that one may see, field by field. */
export interface DiffFileContent {
  diff: StoredDiff;
  entries: CollectedEntry[];
  /** Content types whose entries one may not see. */
  notShown: string[];
}

interface CollectedEntry extends Omit<DiffEntry, 'records'> {
  /** `fields` is null where there were too many records to ask for each. */
  records: (DiffEntry['records'][number] & { fields: FieldDiff[] | null })[];
}

/** Where it is asked for. */
export interface DiffQuestions {
  entries(params: ListDiffEntries['request']): Promise<ListDiffEntries['response']>;
  entry(params: GetDiffEntry['request']): Promise<EntryDiff>;
}

const PAGE_SIZE = 500;
/** Beyond so many records, fields are left out: one question each would take too long. */
const MOST_RECORDS = 2000;
const AT_ONCE = 4;

/**
 * @param onProgress Called with the records that are done, of all
 * @throws what the server refuses, but for content types that one may not see
 */
export async function collectDiff(
  diff: StoredDiff,
  ask: DiffQuestions,
  onProgress: (done: number, total: number) => void,
): Promise<DiffFileContent> {
  const { entries, notShown } = await collectEntries(diff, ask);
  const records = entries.flatMap((entry) => entry.records.map((record) => ({ entry, record })));
  if (records.length > MOST_RECORDS) return { diff, entries, notShown };
  const waiting = [...records];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { entry, record } = next;
      record.fields = await fieldsOf(entry, record, ask);
      onProgress(records.length - waiting.length, records.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { diff, entries, notShown };
}

async function collectEntries(diff: StoredDiff, ask: DiffQuestions) {
  const entries: CollectedEntry[] = [];
  const notShown: string[] = [];
  for (const { uid, documents } of diff.types) {
    for (let page = 1; (page - 1) * PAGE_SIZE < documents; page += 1) {
      try {
        const answer = await ask.entries({ contentType: uid, page, pageSize: PAGE_SIZE });
        entries.push(...answer.data.map(withoutFields));
      } catch (error) {
        if (readFailure(error).code !== 'forbidden') throw error;
        notShown.push(uid);
        break;
      }
    }
  }
  return { entries, notShown };
}

function withoutFields(entry: DiffEntry): CollectedEntry {
  return { ...entry, records: entry.records.map((record) => ({ ...record, fields: null })) };
}

async function fieldsOf(
  { uid, documentId }: CollectedEntry,
  { locale, status, copy }: DiffEntry['records'][number],
  ask: DiffQuestions,
): Promise<FieldDiff[]> {
  const { fields } = await ask.entry({
    contentType: uid,
    documentId,
    locale: locale ?? undefined,
    status: status ?? undefined,
    copy,
  });
  return fields;
}
