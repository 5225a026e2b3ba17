import type { ReadPlan } from '../snapshot/read-plan';
import type { Link } from '../snapshot/record';
import { slices } from './row-ids';
import type { Tables } from './tables';

/** Row ids of link targets as they are now, asked for by the batch and remembered for the rest of the restore. */
export class LinkTargets {
  readonly #known = new Map<string, number>();
  readonly #asked = new Set<string>();

  constructor(
    private readonly tables: Tables,
    private readonly plan: ReadPlan,
    /** See RestoreActions. */
    private readonly aliases: Map<string, string> = new Map(),
  ) {}

  /** Looks up all that `links` name; afterwards `find` answers from memory. */
  async load(links: Iterable<Link>): Promise<void> {
    const wanted = new Map<string, Set<string>>();
    for (const { t, d } of links) {
      if (this.#asked.has(`${t} ${d}`)) continue;
      this.#asked.add(`${t} ${d}`);
      const documentIds = wanted.get(t) ?? new Set<string>();
      wanted.set(t, documentIds.add(d));
      const alias = this.aliases.get(`${t} ${d}`);
      if (alias) documentIds.add(alias);
    }
    for (const [uid, documentIds] of wanted) await this.#loadType(uid, [...documentIds]);
  }

  find(link: Link): number | null {
    const alias = this.aliases.get(`${link.t} ${link.d}`);
    return this.#rowOf(link, link.d) ?? (alias ? this.#rowOf(link, alias) : null);
  }

  #rowOf({ t, l, s }: Link, documentId: string): number | null {
    return this.#known.get(targetKey(t, documentId, l ?? null, s ?? null)) ?? null;
  }

  async #loadType(uid: string, documentIds: string[]): Promise<void> {
    const target = this.plan.targets[uid];
    if (!target) return;
    for (const some of slices(documentIds, 500)) {
      const rows = (await this.tables
        .on(target.table)
        .select('id', 'document_id', 'locale', 'published_at')
        .whereIn('document_id', some)
        .orderBy('id', 'desc')) as {
        id: number;
        document_id: string;
        locale: string | null;
        published_at: unknown;
      }[];
      // In falling order of ids, so that of two rows with the same key the first one stays, as in the snapshot.
      for (const row of rows) {
        const status = target.draftAndPublish ? (row.published_at === null ? 'draft' : 'published') : null;
        this.#known.set(targetKey(uid, row.document_id, row.locale || null, status), Number(row.id));
      }
    }
  }
}

function targetKey(uid: string, documentId: string, locale: string | null, status: string | null): string {
  return `${uid} ${documentId} ${locale ?? ''} ${status ?? ''}`;
}
