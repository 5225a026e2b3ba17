import { randomBytes } from 'node:crypto';
import { KeepsakeError } from '../errors';
import type { Storage } from '../storage/storage';
import { isDamage, rootDamaged } from './damage';
import type { Sealing } from './frame';
import { createKeyRing, type KeyRing } from './keys';
import { readObject } from './read-object';
import { EMPTY_ROOT, encodeRoot, readRootClear, readRootContent } from './root';
import type { RootClear, RootContent } from './root';
import { unwrapWithAny, wrapKeys, type Secret, type WrappedKeys } from './secret';
import { StoredJsonError } from './stored-json';

/**
 * The head of a repository: the newest valid root, and the right to write the next one.
 *
 * ```
 *            both slots empty, create      ┌──────────────────────────────────────────────┐
 *   unread ─────────────────────────────▶  │ at generation N, from slot a or b            │
 *     │  one valid root at least           │                                              │
 *     └─────────────────────────────────▶  │  refresh(): a newer root of this repository  │──▶ at N' (another writer's)
 *                                          │  save(): still N in the storage? then put    │
 *   nothing valid: throws                  │  N+1 into the other slot and read it back    │──▶ at N+1
 *                                          └──────────────────────────────────────────────┘
 *                                             │ storage moved on: `repository_changed`, nothing was put
 *                                             │ put or read-back failed: stays at N in memory; what the storage
 *                                             ▼ has is unknown until the next refresh()
 * ```
 *
 * The slot that holds the head is never written, so whatever happens to a put, one whole root is there. A slot that
 * holds another repository's root is never written either.
 */
export class RepositoryHead {
  readonly #storage: Storage;
  readonly #prefix: string;
  readonly #opening: Opening;
  readonly #sealing: Sealing;
  #root: ValidRoot;
  #content: RootContent;
  /** Bytes of each slot, as last seen. */
  #slots: SlotReading[];

  private constructor(opening: Opening, root: ValidRoot, slots: SlotReading[]) {
    this.#storage = opening.storage;
    this.#prefix = opening.prefix;
    this.#opening = opening;
    this.#sealing = { repositoryId: root.clear.repositoryId, keys: root.keys };
    this.#root = root;
    this.#content = root.content;
    this.#slots = slots;
  }

  /**
   * Reads both slots. Returns null when neither was ever written. Throws `wrong_secret`, `root_damaged` (no slot is
   * whole), `repository_foreign` (two repositories that this secret both opens) or `format_unsupported`.
   */
  static async open(opening: Opening): Promise<RepositoryHead | null> {
    const slots = await readSlots(opening.storage, opening.prefix);
    const root = await newestRoot(slots, opening, null);
    return root && new RepositoryHead(opening, root, slots);
  }

  /** Writes the first root, with new keys, into slot a. */
  static async create(opening: Opening): Promise<RepositoryHead> {
    const repositoryId = randomBytes(16).toString('hex');
    const keys = createKeyRing();
    const wrapped = await wrapKeys(keys, opening.secrets, repositoryId);
    const [name] = slotNames(opening.prefix);
    const root = { generation: 1, keys: wrapped, content: EMPTY_ROOT };
    const bytes = await encodeRoot({ repositoryId, keys }, root);
    await putAndCompare(opening.storage, name, bytes);
    const head = await RepositoryHead.open(opening);
    if (!head) throw rootDamaged(name, 'it was written and cannot be found');
    return head;
  }

  /** Changes in place when the keys of a newer root differ; hold on to the object, not to its fields. */
  get sealing(): Sealing {
    return this.#sealing;
  }

  /** The slot that does not hold the head: the next root's, and where a newer one must have been if it is missing. */
  get otherSlot(): string {
    const [a, b] = slotNames(this.#prefix);
    return a === this.#root.name ? b : a;
  }

  /** How the keys were opened, so that another thread need not ask the secret again. */
  get unlocked(): Unlocked {
    return { wrapped: this.#root.wrapped, keys: this.#root.keys };
  }

  get secrets(): Secret[] {
    return this.#opening.secrets;
  }

  get generation(): number {
    return this.#root.clear.generation;
  }

  get content(): RootContent {
    return this.#content;
  }

  /** Number and bytes of the root objects. */
  get size(): { objects: number; bytes: number } {
    const present = this.#slots.filter((slot) => slot.bytes !== null);
    return {
      objects: present.length,
      bytes: present.reduce((sum, slot) => sum + (slot.bytes?.length ?? 0), 0),
    };
  }

  /**
   * Looks at the storage again; true when another writer has moved the repository on. Throws `storage_went_back` when
   * the newest valid root is older than what this process has seen.
   */
  async refresh(): Promise<boolean> {
    const slots = await readSlots(this.#storage, this.#prefix);
    const root = await newestRoot(slots, this.#opening, this.#root);
    if (!root) throw rootDamaged(this.#root.name, 'both roots are gone');
    if (root.clear.generation < this.generation)
      throw wentBack(root.name, root.clear.generation, this.generation);
    this.#slots = slots;
    if (root === this.#root) return false;
    this.#root = root;
    this.#content = root.content;
    this.#sealing.keys = root.keys;
    return true;
  }

  /**
   * Makes `content` the newest root, with the keys as they are or with others. Throws `repository_changed` (nothing was
   * put), `repository_foreign`, or what the storage threw: then the outcome is unknown. Returns the bytes put and the
   * name they were put under.
   *
   * @param change.above a generation that the new root has to be newer than, though it is not in the storage
   */
  async save(
    content: RootContent,
    change: { keys?: Unlocked; above?: number } = {},
  ): Promise<{ name: string; bytes: number }> {
    const slots = await readSlots(this.#storage, this.#prefix);
    const stored = await newestRoot(slots, this.#opening, this.#root);
    if (stored !== this.#root) throw movedOn();
    const target = this.#freeSlot(slots);
    const seen = slots.map((slot) => slot.clear?.generation ?? 0);
    const generation = Math.max(...seen, this.generation, change.above ?? 0) + 1;
    const { wrapped, keys } = change.keys ?? this.#root;
    const sealing = { repositoryId: this.#sealing.repositoryId, keys };
    const bytes = await encodeRoot(sealing, { generation, keys: wrapped, content });
    await putAndCompare(this.#storage, target.name, bytes, target.bytes).catch((error: unknown) => {
      throw error instanceof KeepsakeError && error.code === 'object_changed' ? movedOn(error) : error;
    });

    const clear = readRootClear(bytes, target.name);
    this.#root = { name: target.name, bytes, clear, wrapped, keys, content };
    this.#content = content;
    this.#sealing.keys = keys;
    this.#slots = slots.map((slot) => (slot === target ? { ...slot, bytes, clear, damage: null } : slot));
    return { name: target.name, bytes: bytes.length };
  }

  /** Throws `repository_foreign` when `save` would, so that a long write need not find out at its end. */
  assertWritable(): void {
    this.#freeSlot(this.#slots);
  }

  #freeSlot(slots: SlotReading[]): SlotReading {
    const [a, b] = slots as [SlotReading, SlotReading];
    const free = a.name === this.#root.name ? b : a;
    if (free.clear && free.clear.repositoryId !== this.#sealing.repositoryId) throw foreign(free.name);
    return free;
  }

  /** What is wrong with either slot; a slot that never had to be written is fine. */
  async problems(): Promise<KeepsakeError[]> {
    const slots = await readSlots(this.#storage, this.#prefix);
    const found: KeepsakeError[] = [];
    for (const slot of slots) {
      if (slot.damage) found.push(slot.damage);
      else if (!slot.bytes || !slot.clear) {
        if (this.generation > 1) found.push(rootDamaged(slot.name, 'it is missing'));
      } else if (slot.clear.repositoryId !== this.#sealing.repositoryId) found.push(foreign(slot.name));
      else if (!slot.bytes.equals(this.#root.bytes)) {
        await readRootContent(this.#sealing, slot.bytes, slot.clear, slot.name).catch((error: unknown) => {
          if (!isDamage(error)) throw error;
          found.push(error);
        });
      }
    }
    return found;
  }
}

export interface Opening {
  storage: Storage;
  prefix: string;
  /** Any of them may open it; new locks are made for all. */
  secrets: Secret[];
  /** Keys that were opened before, for as long as the roots carry them as they were then. */
  unlocked?: Unlocked;
}

export interface Unlocked {
  wrapped: WrappedKeys;
  keys: KeyRing;
}

interface SlotReading {
  name: string;
  /** Null for a slot that is empty. */
  bytes: Buffer | null;
  clear: RootClear | null;
  damage: KeepsakeError | null;
}

/** A slot whose clear part is whole. */
interface SoundSlot extends SlotReading {
  bytes: Buffer;
  clear: RootClear;
}

interface ValidRoot extends Unlocked {
  name: string;
  bytes: Buffer;
  clear: RootClear;
  content: RootContent;
}

function slotNames(prefix: string): [string, string] {
  return [`${prefix}-root-a`, `${prefix}-root-b`];
}

function readSlots(storage: Storage, prefix: string): Promise<SlotReading[]> {
  return Promise.all(slotNames(prefix).map((name) => readSlot(storage, name)));
}

/** Damage and absence become readings; an error about reaching the storage is thrown, for it proves neither. */
async function readSlot(storage: Storage, name: string): Promise<SlotReading> {
  const empty = { name, bytes: null, clear: null, damage: null };
  let bytes: Buffer;
  try {
    bytes = await readObject(storage, name);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return error.code === 'object_missing'
      ? empty
      : { ...empty, damage: rootDamaged(name, error.message, error) };
  }
  try {
    return { ...empty, bytes, clear: readRootClear(bytes, name) };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { ...empty, bytes, damage: error };
  }
}

/**
 * The valid root of the highest generation, or null when both slots are empty. `known` is what this process already
 * holds: it fixes the repository, and is returned itself when the storage still has the same bytes.
 */
async function newestRoot(
  slots: SlotReading[],
  opening: Opening,
  known: ValidRoot | null,
): Promise<ValidRoot | null> {
  if (slots.every((slot) => slot.bytes === null && slot.damage === null)) return null;
  const repositoryId = known?.clear.repositoryId ?? (await ownRepository(slots, opening.secrets));
  const own = slots
    .filter((slot): slot is SoundSlot => slot.clear !== null && slot.clear.repositoryId === repositoryId)
    .sort((a, b) => b.clear.generation - a.clear.generation);

  for (const [place, slot] of own.entries()) {
    if (known && slot.bytes.equals(known.bytes)) return known;
    try {
      return await openRoot(slot, opening, known);
    } catch (error) {
      // A secret that does not open the newest root must not be served with an older one.
      if (!isDamage(error) && place === 0) throw error;
      slot.damage = isDamage(error) ? error : rootDamaged(slot.name, 'this secret no longer opens it', error);
    }
  }
  const other = slots.find((slot) => slot.clear && slot.clear.repositoryId !== repositoryId);
  throw own.length === 0 && other ? foreign(other.name) : firstDamage(slots);
}

function firstDamage(slots: SlotReading[]): KeepsakeError {
  const [damage] = slots.flatMap((slot) => slot.damage ?? []);
  return damage ?? rootDamaged('', 'no slot holds a valid one');
}

/** With roots of two repositories in the slots, ours is the one that a secret opens. */
async function ownRepository(slots: SlotReading[], secrets: Secret[]): Promise<string | null> {
  const ids = [...new Set(slots.flatMap((slot) => slot.clear?.repositoryId ?? []))];
  const [first = null] = ids;
  if (ids.length < 2) return first;
  const opened: string[] = [];
  let refused: unknown;
  for (const { clear } of slots) {
    if (!clear) continue;
    await unwrapWithAny(clear.keys, secrets, clear.repositoryId).then(
      () => opened.push(clear.repositoryId),
      (error: unknown) => (refused = error),
    );
  }
  const [own] = opened;
  if (own === undefined) throw refused;
  if (opened.length > 1) throw foreign(slots[1]?.name ?? '');
  return own;
}

async function openRoot(slot: SoundSlot, opening: Opening, known: ValidRoot | null): Promise<ValidRoot> {
  const { name, bytes, clear } = slot;
  const { repositoryId } = clear;
  const keys = await openKeys(clear.keys, opening, repositoryId, known ?? opening.unlocked ?? null).catch(
    (error: unknown) => {
      const malformed = error instanceof KeepsakeError && error.code === 'key_invalid';
      if (!malformed && !(error instanceof StoredJsonError)) throw error;
      throw rootDamaged(name, 'its keys are not what was written', error);
    },
  );
  const content = await readRootContent({ repositoryId, keys }, bytes, clear, name);
  return { name, bytes, clear, wrapped: clear.keys, keys, content };
}

/** Roots carry their wrapped keys on unchanged; scrypt runs again only when they did change. */
async function openKeys(
  wrapped: WrappedKeys,
  { secrets }: Opening,
  repositoryId: string,
  known: Unlocked | null,
): Promise<KeyRing> {
  if (known && JSON.stringify(known.wrapped) === JSON.stringify(wrapped)) return known.keys;
  return unwrapWithAny(wrapped, secrets, repositoryId);
}

/**
 * Puts a root and reads it back. A put that failed and whose bytes are there all the same has succeeded: the answer
 * was lost, not the write.
 */
async function putAndCompare(
  storage: Storage,
  name: string,
  bytes: Buffer,
  over: Buffer | null = null,
): Promise<void> {
  const failure: unknown = await storage.put(name, bytes, over ? { over } : {}).then(
    () => null,
    (error: unknown) => error,
  );
  const back = await readObject(storage, name).catch((error: unknown) => {
    throw failure ?? error;
  });
  if (back.equals(bytes)) return;
  if (failure) throw failure;
  throw new KeepsakeError('storage_unfaithful', `Root ${name} reads back other than it was written.`, {
    item: name,
    hint: 'Check that nothing caches or rewrites what this storage serves, then run it again.',
    transient: true,
  });
}

function movedOn(cause?: unknown): KeepsakeError {
  return new KeepsakeError(
    'repository_changed',
    'Another process has written to this repository meanwhile.',
    {
      hint: 'Run it again. If it keeps happening, two sites share one storage: give each a prefix of its own.',
      transient: true,
      cause,
    },
  );
}

/** The storage holds an older state than one that is known to have been written. */
export function wentBack(name: string, found: number, expected: number): KeepsakeError {
  return new KeepsakeError(
    'storage_went_back',
    `The newest valid root is generation ${found}, but generation ${expected} was written before.`,
    {
      item: name,
      hint:
        'Was the storage put back from a copy, or is this object damaged? Run keepsake verify to see. What is there can ' +
        'be restored; nothing is written or deleted until the newer object is back in its place, or until keepsake recover ' +
        '--adopt goes on from what is there.',
    },
  );
}

function foreign(name: string): KeepsakeError {
  return new KeepsakeError(
    'repository_foreign',
    `Root ${name} belongs to another repository and was left alone.`,
    {
      item: name,
      hint: 'Two sites use the same storage and prefix. Give one of them a prefix of its own.',
    },
  );
}
