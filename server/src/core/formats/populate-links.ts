import type { ReadPlan } from '../snapshot/read-plan';
import type { Reader } from '../snapshot/reader';
import { keyString } from '../snapshot/record';
import type { Body, RecordKey } from '../snapshot/record';
import type { ExportType } from './export-schema';
import { projectRecord } from './project-record';
import type { ExportedLink } from './project-record';
import { rowFields } from './row-fields';

/** Documents per question to the database. */
const AT_ONCE = 500;
/** Characters of records that are kept for the next batches; authors and categories come again and again. */
const MOST_KEPT = 8 * 1024 * 1024;

type Fields = Record<string, unknown>;

/**
 * Puts into links what the entries say that they lead to, to a chosen depth. What may not be read, or is not there any
 * more, stays a link.
 */
export class LinkPopulator {
  /** By depth, type and key; null where there is nothing to show. */
  #known = new Map<string, Fields | null>();
  #characters = 0;

  constructor(
    private readonly reader: Reader,
    private readonly plan: ReadPlan,
    private readonly targets: Record<string, ExportType>,
  ) {}

  async populate(links: ExportedLink[], depth: number): Promise<void> {
    // Only between batches: within one, what was learned is still to be put in its places.
    if (this.#characters > MOST_KEPT) this.#forget();
    await this.#fill(links, depth);
  }

  async #fill(links: ExportedLink[], depth: number): Promise<void> {
    if (depth === 0) return;
    for (const [uid, some] of byType(links)) {
      const target = Object.hasOwn(this.targets, uid) ? this.targets[uid] : undefined;
      if (!target) continue;
      await this.#learn(target, some, depth);
      for (const link of some) {
        const fields = this.#known.get(placeOf(uid, link, depth));
        if (fields) link.fields = fields;
      }
    }
  }

  #forget(): void {
    this.#known = new Map();
    this.#characters = 0;
  }

  async #learn(target: ExportType, links: ExportedLink[], depth: number): Promise<void> {
    const unknown = new Set<string>();
    for (const link of links) {
      const place = placeOf(target.uid, link, depth);
      if (this.#known.has(place)) continue;
      this.#known.set(place, null);
      unknown.add(link.documentId);
    }
    const ids = [...unknown];
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      await this.#read(target, ids.slice(start, start + AT_ONCE), depth);
    }
  }

  async #read(target: ExportType, documentIds: string[], depth: number): Promise<void> {
    const type = this.plan.types.find(({ uid }) => uid === target.uid);
    if (!type) return;
    const fieldsOf = rowFields(target);
    const further: ExportedLink[] = [];
    for await (const batch of this.reader.read(type, { documentIds })) {
      for (const { key, rowId, bodyJson } of batch) {
        const fields = fieldsOf(rowId);
        if (!fields) continue;
        const onLink = (link: ExportedLink) => void further.push(link);
        const record = projectRecord(target.uid, fields, key, JSON.parse(bodyJson) as Body, onLink);
        this.#known.set(`${depth} ${target.uid} ${keyString(key)}`, record.fields);
        this.#characters += bodyJson.length;
      }
    }
    await this.#fill(further, depth - 1);
  }
}

function placeOf(uid: string, link: ExportedLink, depth: number): string {
  const key: RecordKey = {
    documentId: link.documentId,
    locale: link.locale ?? null,
    status: link.status ?? null,
  };
  return `${depth} ${uid} ${keyString(key)}`;
}

function byType(links: ExportedLink[]): Map<string, ExportedLink[]> {
  const groups = new Map<string, ExportedLink[]>();
  for (const link of links) {
    const group = groups.get(link.type);
    if (group) group.push(link);
    else groups.set(link.type, [link]);
  }
  return groups;
}
