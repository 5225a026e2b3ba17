import { FILE_UID, FOLDER_UID } from '../media/media-of-record';
import type { Manifest, SnapshotReader, TreeEntry } from '../repository/repository';
import type { Body, Link } from '../snapshot/record';
import { readLiveEntries } from './live-entries';
import { attributesOf } from './narrow-shape';
import { newTypeActions } from './new-type-actions';
import type { LiveSite } from './plan-restore';
import type { TypeActions } from './restore-plan';
import { readRecords } from './snapshot-records';

/**
 * A selected article brings back the pictures it shows and the folders they lie in, where those are gone:
 * nobody who restores an entry means to get it without its pictures.
 *
 * @returns the entries that were added to `types`
 */
export async function addMediaCompanions(
  repository: SnapshotReader,
  manifest: Manifest,
  live: LiveSite,
  types: TypeActions[],
): Promise<{ uid: string; entry: TreeEntry }[]> {
  const companions = new MediaCompanions(repository, manifest, live, types);
  return companions.add();
}

class MediaCompanions {
  readonly #queue: { uid: string; documentId: string }[] = [];
  readonly #seen = new Set<string>();

  constructor(
    private readonly repository: SnapshotReader,
    private readonly manifest: Manifest,
    private readonly live: LiveSite,
    private readonly types: TypeActions[],
  ) {}

  async add(): Promise<{ uid: string; entry: TreeEntry }[]> {
    for (const { create, update, written } of [...this.types]) {
      await this.#collect(create.map(({ entry }) => entry));
      const fields = new Set(attributesOf(written));
      await this.#collect(
        update.map(({ entry }) => entry),
        fields,
      );
    }
    const added: { uid: string; entry: TreeEntry }[] = [];
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const entry = await this.#missing(next.uid, next.documentId);
      if (!entry) continue;
      added.push({ uid: next.uid, entry });
      await this.#collect([entry]);
    }
    return added;
  }

  async #collect(entries: TreeEntry[], fields?: Set<string>): Promise<void> {
    for await (const { record } of readRecords(this.repository, entries)) {
      for (const link of linksOf(record.body, fields)) {
        const isMedia = link.t === FILE_UID || link.t === FOLDER_UID;
        if (!isMedia || this.#seen.has(`${link.t} ${link.d}`)) continue;
        this.#seen.add(`${link.t} ${link.d}`);
        this.#queue.push({ uid: link.t, documentId: link.d });
      }
    }
  }

  async #missing(uid: string, documentId: string): Promise<TreeEntry | null> {
    const stored = this.manifest.types.find((type) => type.uid === uid);
    const type = this.live.plan.types.find((candidate) => candidate.uid === uid);
    if (!stored || !type) return null;
    let actions = this.types.find((candidate) => candidate.uid === uid);
    if (actions?.create.some(({ entry }) => entry.key.startsWith(`${documentId}\t`))) return null;
    // A file that is there outside of the project is not missing.
    const anywhere = this.live.whole?.types.find((candidate) => candidate.uid === uid) ?? type;
    const live = await readLiveEntries(this.repository, this.live, anywhere, { documentIds: [documentId] });
    if (live.length > 0) return null;
    for await (const entry of this.repository.readTree(stored.tree)) {
      if (!entry.key.startsWith(`${documentId}\t`)) continue;
      if (!actions) this.types.push((actions = newTypeActions(type)));
      actions.create.push({ entry });
      return entry;
    }
    return null;
  }
}

/** The links of a record, those of its components included; of all its attributes, or of `attributes`. */
function linksOf(body: Body, attributes?: Set<string>): Link[] {
  const found: Link[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (value !== null && typeof value === 'object') {
      const candidate = value as Partial<Link>;
      if (typeof candidate.d === 'string' && typeof candidate.t === 'string') found.push(candidate as Link);
      else Object.values(value).forEach(walk);
    }
  };
  for (const [name, value] of Object.entries(body)) if (!attributes || attributes.has(name)) walk(value);
  return found;
}
