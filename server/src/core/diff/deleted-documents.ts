import type { PieceRef, TreeRoot } from '../repository/repository';
import { decodeEntryLine } from '../repository/tree-piece';
import { parseKeyString } from '../snapshot/record';
import type { Status } from '../snapshot/record';
import type { TreeReader } from './diff-trees';

export interface DeletedDocument<Snapshot> {
  documentId: string;
  /** The newest that holds it. */
  snapshot: Snapshot;
  /** What it holds of it. */
  rows: { locale: string | null; status: Status; label: string }[];
}

/** Leaves read at once. */
const BATCH = 200;

/**
 * Collects the documents of one content type that are in trees and not live. Trees have to come newest first: each
 * piece is looked at once, and an older tree only adds what no newer one holds.
 */
export class DeletedDocuments<Snapshot> {
  readonly #found = new Map<string, DeletedDocument<Snapshot>>();
  readonly #seen = new Set<string>();

  constructor(private readonly live: ReadonlySet<string>) {}

  /** Throws what reading the pieces throws; what was found before stays. */
  async look(repository: TreeReader, snapshot: Snapshot, { pieces }: TreeRoot): Promise<void> {
    const tops = this.#unseen(pieces);
    const leaves = this.#unseen((await repository.readTops(tops)).flat());
    for (let from = 0; from < leaves.length; from += BATCH) {
      const some = await repository.readLeafLines(leaves.slice(from, from + BATCH));
      for (const line of some.flat()) this.#note(snapshot, line);
    }
    for (const { hash } of [...tops, ...leaves]) this.#seen.add(hash);
  }

  documents(): DeletedDocument<Snapshot>[] {
    return [...this.#found.values()];
  }

  #unseen(pieces: PieceRef[]): PieceRef[] {
    return pieces.filter(({ hash }) => !this.#seen.has(hash));
  }

  #note(snapshot: Snapshot, line: string): void {
    // Most entries are live; their ids stand at the front of the line, where looking costs less than parsing.
    if (this.live.has(idOf(line))) return;
    const { key, label } = decodeEntryLine(line);
    const { documentId, locale, status } = parseKeyString(key);
    if (this.live.has(documentId)) return;
    const known = this.#found.get(documentId);
    if (known && known.snapshot !== snapshot) return;
    const rows = known?.rows ?? [];
    rows.push({ locale, status, label });
    if (!known) this.#found.set(documentId, { documentId, snapshot, rows });
  }
}

/** `["<documentId>\t…`, as it stands in the stored line; anything else is no id. */
function idOf(line: string): string {
  return line.slice(2, line.indexOf('\\'));
}
