import type { Knex } from 'knex';

import type { Problem } from '../../../../shared/contracts/errors';
import type { RestoreSelection } from '../../../../shared/contracts/restores';
import { KeepsakeError } from '../errors';
import type { MediaStore } from '../media/media-store';
import type { Manifest, ManifestType, SnapshotReader, TreeEntry } from '../repository/repository';
import type { ReadPlan, TypePlan } from '../snapshot/read-plan';
import { parseKeyString } from '../snapshot/record';
import { keepChangedFields, refuseUnknownFields } from './chosen-fields';
import type { HeldMedia } from './held-media';
import { planInverseLinks } from './inverse-links';
import { leaveOutsiders } from './leave-outsiders';
import { readLiveEntries } from './live-entries';
import type { LiveEntry } from './live-entries';
import { addMediaCompanions } from './media-companions';
import { matchNaturally, ROLE_UID, underTakenOverIds } from './natural-keys';
import type { Takeovers } from './natural-keys';
import { newTypeActions } from './new-type-actions';
import { ontoEmptySite } from './onto-empty-site';
import type { SeenRow } from './moved-entries';
import { planFiles } from './plan-files';
import { keepPublishedWithDrafts } from './published-with-drafts';
import type { LinksToAttach, RestoreActions, TypeActions } from './restore-plan';
import { settleClashes } from './unique-clashes';
import { schemaDrift } from './schema-drift';
import { agreeAcrossLocales } from './shared-fields';

export interface LiveSite {
  db: Knex;
  plan: ReadPlan;
  media: MediaStore;
  /** Where else bytes are that the snapshot does not name; absent where nowhere. */
  held?: HeldMedia;
  /** Of a project with rules, whose part `plan` is: all that the site has. */
  whole?: ReadPlan;
  /** The project as its rules were when the snapshot was made; absent where they are the same. */
  then?: ReadPlan;
}

/**
 * Compares a snapshot with the live site and says what a restore would do. Changes nothing.
 * With what an earlier plan said, which must be of the same snapshot and selection, only the rows are compared again, as
 * an apply does once more inside its transaction.
 *
 * @throws KeepsakeError `object_missing` or `object_damaged` when a part of the snapshot cannot be read
 */
export async function planRestore(
  repository: SnapshotReader,
  manifest: Manifest,
  live: LiveSite,
  selection: RestoreSelection,
  earlier: RestoreActions | null = null,
): Promise<RestoreActions> {
  const added = await ontoEmptySite(live, selection);
  const whole = { ...selection, ...Object.fromEntries(added.map((part) => [part, true])) };
  const actions = await new RestorePlanner(repository, manifest, live, whole, earlier).plan();
  return { ...actions, added };
}

/** The schema that a snapshot was taken with. */
export async function readSnapshotPlan(repository: SnapshotReader, manifest: Manifest): Promise<ReadPlan> {
  return JSON.parse(
    (await repository.readBlock(manifest.schema.block, 'schema')).toString('utf8'),
  ) as ReadPlan;
}

class RestorePlanner {
  readonly #fingerprint: { update(chunk: Buffer): void; digest(): string };
  readonly #seen: SeenRow[] = [];
  readonly #problems: Problem[] = [];
  readonly #blockers: Problem[] = [];
  readonly #aliases = new Map<string, string>();
  readonly #entries = new Map<string, readonly TreeEntry[]>();

  constructor(
    private readonly repository: SnapshotReader,
    private readonly manifest: Manifest,
    private readonly live: LiveSite,
    private readonly selection: RestoreSelection,
    private readonly earlier: RestoreActions | null,
  ) {
    this.#fingerprint = repository.hasher('plan');
  }

  async plan(): Promise<Omit<RestoreActions, 'added'>> {
    const { manifest, selection } = this;
    this.#see(JSON.stringify([manifest.id, selection]));
    const snapshotPlan = await readSnapshotPlan(this.repository, manifest);
    const types: TypeActions[] = [];
    await this.#noteRoles();
    const selected = this.#selectedTypes();
    this.#refuseUnknownFields(selected);
    for (const stored of selected) {
      const actions = await this.#planType(stored, snapshotPlan);
      if (actions) types.push(actions);
    }
    if (this.#isNarrow()) await this.#addCompanions(types);
    const attach = selection.withInverse ? await this.#attach(types) : [];
    const files = this.earlier
      ? { actions: [], problems: [] }
      : await planFiles(this.repository, manifest, this.live, selection, types);
    this.#problems.push(...files.problems);
    return {
      manifest,
      snapshotPlan,
      selection,
      entries: this.#entries,
      aliases: this.#aliases,
      fingerprint: this.#fingerprint.digest(),
      seen: this.#seen,
      types,
      attach,
      files: files.actions,
      problems: this.#problems,
      blockers: this.#blockers,
    };
  }

  /** End users hang on roles, which are settings: where those stay as they are, links go to the live role of the same type. */
  async #noteRoles(): Promise<void> {
    const { users, settings } = this.selection;
    const stored = this.manifest.types.find(({ uid }) => uid === ROLE_UID);
    const type = this.live.plan.types.find(({ uid }) => uid === ROLE_UID);
    if (!users || settings || !stored || !type) return;
    const entries: TreeEntry[] = [];
    for await (const entry of this.repository.readTree(stored.tree)) entries.push(entry);
    await this.#takeovers(type, entries, await readLiveEntries(this.repository, this.live, type));
  }

  #see(text: string): void {
    this.#fingerprint.update(Buffer.from(`${text}\n`));
  }

  #seeRow(uid: string, { key, hash }: LiveEntry): void {
    this.#see(`${uid} ${key} ${hash}`);
    this.#seen.push({ uid, key, hash });
  }

  #isNarrow(): boolean {
    const { contentTypes, documentIds } = this.selection;
    return Boolean(contentTypes?.length || documentIds?.length);
  }

  #selectedTypes(): ManifestType[] {
    const { contentTypes, documentIds, users, settings } = this.selection;
    for (const uid of contentTypes ?? []) {
      if (!this.manifest.types.some((type) => type.uid === uid)) throw unknownType(uid);
    }
    return this.manifest.types.filter((type) => {
      if (contentTypes?.length) return contentTypes.includes(type.uid);
      if (type.part === 'users') return users === true;
      if (type.part === 'settings') return settings === true && !documentIds?.length;
      return true;
    });
  }

  async #planType(stored: ManifestType, snapshotPlan: ReadPlan): Promise<TypeActions | null> {
    const type = this.live.plan.types.find(({ uid }) => uid === stored.uid);
    const entries = await this.#selectedEntries(stored);
    if (!type && this.live.whole?.types.some(({ uid }) => uid === stored.uid)) {
      if (entries.length > 0) this.#problems.push(typeOutside(stored.uid, entries.length));
      return null;
    }
    if (!type) {
      if (entries.length > 0) this.#blockers.push(goneType(stored.uid, entries.length));
      return null;
    }
    if (entries.length > 0) {
      const drift = schemaDrift(stored.uid, snapshotPlan, this.live.plan);
      this.#problems.push(...drift.problems);
      this.#blockers.push(...drift.blockers);
    }
    const all = await this.#liveEntries(type, entries);
    const actions = this.#compare(
      type,
      entries,
      all.filter(({ key }) => this.#isSelected(key)),
    );
    const outside = await this.#leaveOutsiders(actions, all);
    await this.#adjust(stored, actions, all, outside);
    const clashes = await settleClashes(this.repository, this.live, this.selection, actions);
    this.#problems.push(...clashes.problems);
    this.#blockers.push(...clashes.blockers);
    return actions;
  }

  async #selectedEntries(stored: ManifestType): Promise<readonly TreeEntry[]> {
    const entries = this.earlier?.entries.get(stored.uid) ?? (await this.#readEntries(stored));
    this.#entries.set(stored.uid, entries);
    return entries;
  }

  async #readEntries(stored: ManifestType): Promise<TreeEntry[]> {
    const entries: TreeEntry[] = [];
    for await (const entry of this.repository.readTree(stored.tree)) {
      if (this.#isSelected(entry.key)) entries.push(entry);
    }
    return entries;
  }

  #isSelected(key: string): boolean {
    const { documentIds, locales, status } = this.selection;
    const { documentId, locale, status: itsStatus } = parseKeyString(key);
    if (documentIds?.length && !documentIds.includes(documentId)) return false;
    if (locales?.length && locale !== null && !locales.includes(locale)) return false;
    return !status || itsStatus === null || itsStatus === status;
  }

  /** What follows from choosing a part of a document only. */
  async #adjust(
    stored: ManifestType,
    actions: TypeActions,
    all: LiveEntry[],
    outside: LiveEntry[],
  ): Promise<void> {
    const { repository, live, selection } = this;
    if (selection.status || actions.type.scope) {
      const there = [...all, ...outside];
      this.#problems.push(...(await keepPublishedWithDrafts(repository, stored, actions, there)));
      for (const { entry } of actions.create) this.#see(`create ${actions.uid} ${entry.key}`);
    }
    if (selection.fields?.length && actions.update.length > 0) {
      const ownId = (documentId: string) => this.#aliases.get(`${actions.uid} ${documentId}`) ?? documentId;
      await keepChangedFields(repository, live, actions, ownId);
    }
    const looked = await agreeAcrossLocales(repository, live, selection, actions, { own: all, outside });
    for (const { key, hash } of looked) this.#see(`${actions.uid} ${key} ${hash}`);
  }

  /** The live rows outside of the project that the plan hangs on. */
  async #leaveOutsiders(actions: TypeActions, inside: LiveEntry[]): Promise<LiveEntry[]> {
    const { repository, manifest, live } = this;
    const leaving = { repository, manifest, live, aliases: this.#aliases };
    const { outside, problems } = await leaveOutsiders(leaving, actions, inside);
    for (const { key, hash } of outside) this.#see(`outside ${actions.uid} ${key} ${hash}`);
    this.#problems.push(...problems);
    return outside;
  }

  async #addCompanions(types: TypeActions[]): Promise<void> {
    const added = await addMediaCompanions(this.repository, this.manifest, this.live, types);
    for (const { uid, entry } of added) this.#see(`companion ${uid} ${entry.key}`);
  }

  async #attach(types: TypeActions[]): Promise<LinksToAttach[]> {
    const { repository, manifest, live, selection } = this;
    const planning = { repository, manifest, live, selection, types, aliases: this.#aliases };
    const { attach, problems } = await planInverseLinks(planning);
    this.#problems.push(...problems);
    for (const { uid, key, attribute } of attach) this.#see(`attach ${uid} ${key} ${attribute}`);
    return attach;
  }

  #refuseUnknownFields(selected: ManifestType[]): void {
    const { fields } = this.selection;
    if (!fields?.length) return;
    const { types } = this.live.plan;
    const uids = new Set(selected.map(({ uid }) => uid));
    refuseUnknownFields(
      fields,
      types.filter(({ uid }) => uids.has(uid)),
      types,
    );
  }

  async #liveEntries(type: TypePlan, entries: readonly TreeEntry[]): Promise<LiveEntry[]> {
    const { documentIds } = this.selection;
    const filter = documentIds?.length && !type.singleType ? { documentIds } : {};
    const live = await readLiveEntries(this.repository, this.live, type, filter);
    const takeovers = await this.#takeovers(type, entries, live);
    return underTakenOverIds(live, takeovers);
  }

  /** An entry of the same natural key is the same entry: its row takes over the snapshot's documentId. */
  async #takeovers(type: TypePlan, entries: readonly TreeEntry[], live: LiveEntry[]): Promise<Takeovers> {
    const { repository, manifest } = this;
    // A part of a document does not take over another name than the rest of it has.
    if (type.scope && type.singleType) return new Map();
    const matching = { repository, types: manifest.types, live: this.live };
    const takeovers = await matchNaturally(matching, type, entries, live);
    for (const [mine, theirs] of takeovers) this.#aliases.set(`${type.uid} ${theirs}`, mine);
    return takeovers;
  }

  #compare(type: TypePlan, entries: readonly TreeEntry[], liveEntries: LiveEntry[]): TypeActions {
    const { mode, fields } = this.selection;
    const actions = newTypeActions(type, fields);
    const live = new Map(liveEntries.map((entry) => [entry.key, entry]));
    for (const row of liveEntries) this.#seeRow(type.uid, row);
    for (const entry of entries) {
      const match = live.get(entry.key);
      if (!match) actions.create.push({ entry });
      else if (match.hash === entry.hash || mode === 'skip') actions.unchanged.push(entry);
      else actions.update.push({ entry, rowId: match.rowId });
    }
    // Whoever chooses fields means to change entries, not to lose any.
    if (mode === 'mirror' && !fields?.length) {
      const wanted = new Set(entries.map(({ key }) => key));
      for (const { key, rowId, label } of liveEntries) {
        if (!wanted.has(key)) actions.delete.push({ rowId, key, label });
      }
    }
    return actions;
  }
}

function unknownType(uid: string): KeepsakeError {
  return new KeepsakeError('content_type_unknown', `The backup holds no content type ${uid}.`, {
    hint: 'Take a uid as "keepsake show" lists them, for example api::article.article.',
    item: uid,
  });
}

function typeOutside(uid: string, count: number): Problem {
  return {
    code: 'outside_project',
    message:
      `The rules of the project leave out the content type ${uid} by now, so its ${count} entries in the backup were ` +
      'left alone.',
    item: uid,
  };
}

function goneType(uid: string, count: number): Problem {
  return {
    code: 'content_type_gone',
    message:
      `The site no longer has the content type ${uid}, so its ${count} entries in the backup cannot be restored. ` +
      'Put the content type back, or leave it out by choosing the other content types.',
    item: uid,
  };
}
