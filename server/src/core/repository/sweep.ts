import type { Problem } from '../../../../shared/contracts/errors';
import { KeepsakeError } from '../errors';
import type { BlockReader } from './block-reader';
import { isDamage } from './damage';
import { liveBlocks } from './live-blocks';
import { rewritePacks, type RewriteContext, type RewrittenPacks } from './rewrite-packs';
import type { BlockId, CompactResult, Manifest, SnapshotEntry } from './repository';
import type { DoomedObject, ObjectEntry, PackEntry, RootContent } from './root';
import { lineOf, withWriter, writerOf } from './writers';

/**
 * Removing snapshots and compacting are one walk. An object goes in two looks:
 *
 * ```
 *   live ──first look: nothing references it──▶ doomed, in the root, since T
 *                                                  │
 *               second look, at T + grace or later: still nothing does ──▶ deleted
 * ```
 *
 * 1. Mark every block that the remaining snapshots of *all* sites are made of. One that cannot be read stops it here.
 * 2. Copy what lives in packs that are mostly dead into new ones.
 * 3. Put the root: snapshots that go, packs without a living block and packs that were copied are doomed in it.
 * 4. Where something doomed has waited long enough: the same root into the other slot, since an older root must stay one
 *    that can be fallen back on; delete the objects; a root without them.
 *
 * Each step may be the last: before 3 nothing has changed, after it the doomed are in the root and the next sweep goes
 * on. Only objects of this writer's line (writers.ts) are ever doomed. The grace is for who still reads by an older
 * root: a restore or a backup elsewhere that began before.
 */
export interface SweepContext extends RewriteContext {
  reader: BlockReader;
  readManifest: (manifest: ObjectEntry) => Promise<Manifest>;
  token: string;
  /** The time now; for how long an object has been doomed. */
  now: Date;
  graceMs: number;
}

export interface SweepRequest {
  /** Snapshots to take out. */
  snapshotIds: string[];
  /** Also rewrite packs that are more than a third dead. */
  compact: boolean;
  /** Only say what would be done. */
  dryRun: boolean;
}

export async function sweep(context: SweepContext, request: SweepRequest): Promise<CompactResult> {
  return new Sweep(context, request).run();
}

/** A pack is rewritten when more than this part of its blocks' bytes is dead. */
export const DEAD_SHARE = 1 / 3;

/** What is in a pack, and how many bytes of it anybody needs. */
interface SurveyedPack {
  entry: PackEntry;
  name: string;
  bytes: number;
  liveBytes: number;
}

interface Survey {
  live: Set<BlockId>;
  /** Packs of this line that hold nothing alive, and those to be rewritten. */
  unused: PackEntry[];
  worn: SurveyedPack[];
  /** Whether every living block was found in a live pack; if not, nothing that is doomed may be deleted yet. */
  isComplete: boolean;
  /** Packs that keep it from being complete. */
  problems: Problem[];
}

class Sweep {
  readonly #context: SweepContext;
  readonly #request: SweepRequest;
  readonly #line: Set<string>;
  readonly #leaving: RootContent['snapshots'];
  readonly #staying: RootContent['snapshots'];
  /** Asked for and not of this line. */
  readonly #kept: string[];
  /** The snapshot whose blocks are being marked. */
  #marking: SnapshotEntry | null = null;

  constructor(context: SweepContext, request: SweepRequest) {
    this.#context = context;
    this.#request = request;
    const { content } = context.head;
    this.#line = lineOf(content, context.writerId);
    const asked = new Set(request.snapshotIds);
    const named = content.snapshots.filter(({ entry }) => asked.has(entry.id));
    this.#leaving = named.filter(({ manifest }) => this.#line.has(manifest.writer));
    this.#kept = named.filter((one) => !this.#leaving.includes(one)).map(({ entry }) => entry.id);
    this.#staying = content.snapshots.filter((one) => !this.#leaving.includes(one));
  }

  async run(): Promise<CompactResult> {
    const { head } = this.#context;
    if (!this.#request.compact && this.#leaving.length === 0 && this.#due(head.content).length === 0) {
      return this.#result([], NOTHING_REWRITTEN, head.content);
    }
    const survey = await this.#survey().catch((error: unknown) => this.#withoutSurvey(error));
    if (this.#request.dryRun) return this.#foresee(survey);
    const rewritten = await rewritePacks(this.#context, survey.worn, survey.live);
    this.#throwIfAborted();
    // From here to the end nothing may stop half way by choice: the signal is not looked at again.
    const next = this.#next(survey, rewritten);
    if (next !== head.content) await this.#save(next, rewritten);
    const deleted = survey.isComplete ? await this.#deleteDue() : [];
    return this.#result(deleted, rewritten, head.content, survey.problems);
  }

  async #survey(): Promise<Survey> {
    const { reader, head } = this.#context;
    const live = await liveBlocks(reader, this.#manifests());
    const packs: SurveyedPack[] = [];
    const unreadable: PackEntry[] = [];
    const problems: Problem[] = [];
    const found = new Set<BlockId>();
    const total = head.content.packs.length;
    for (const [done, entry] of head.content.packs.entries()) {
      this.#context.onProgress?.({ phase: 'checking', done, total });
      try {
        packs.push(await this.#surveyPack(entry, live, found));
      } catch (error) {
        if (!isDamage(error)) throw error;
        unreadable.push(entry);
        problems.push({ code: error.code, message: error.message, item: error.item });
      }
    }
    const isComplete = found.size === live.size;
    const own = packs.filter(({ entry }) => this.#line.has(entry.writer));
    const isWorn = ({ bytes, liveBytes }: SurveyedPack) =>
      liveBytes > 0 && bytes - liveBytes > bytes * DEAD_SHARE;
    return {
      live,
      isComplete,
      problems: isComplete ? [] : problems,
      unused: [
        ...own.filter(({ liveBytes }) => liveBytes === 0).map(({ entry }) => entry),
        // A pack whose index cannot be read may go only if every living block was found in another.
        ...(isComplete ? unreadable.filter(({ writer }) => this.#line.has(writer)) : []),
      ],
      worn: this.#request.compact ? own.filter(isWorn) : [],
    };
  }

  /**
   * A snapshot that cannot be read keeps every other from being removed, since nobody can say what it shares with them.
   * It must not keep itself, or another like it: such a one is only taken off the list, and no pack goes.
   */
  async #withoutSurvey(error: unknown): Promise<Survey> {
    if (!isDamage(error)) throw error;
    const named = this.#named(error);
    if (this.#leaving.length === 0) throw named;
    for (const { manifest } of this.#leaving) if (!(await this.#isLost(manifest))) throw named;
    const { code, message, item } = error;
    return {
      live: new Set(),
      unused: [],
      worn: [],
      isComplete: false,
      problems: [{ code, message, item }],
    };
  }

  async #isLost(manifest: ObjectEntry): Promise<boolean> {
    const { reader, readManifest } = this.#context;
    async function* one() {
      yield await readManifest(manifest);
    }
    return liveBlocks(reader, one()).then(
      () => false,
      (error: unknown) => {
        if (!isDamage(error)) throw error;
        return true;
      },
    );
  }

  /** With the snapshot that was being read when it was met. */
  #named({ code, message, item, cause }: KeepsakeError): KeepsakeError {
    if (!this.#marking) return new KeepsakeError(code, message, { item, cause });
    const { id, createdAt } = this.#marking;
    return new KeepsakeError(code, `The backup ${id} of ${createdAt} cannot be read. ${message}`, {
      hint: `Bring this object back if you can; if it is lost, run keepsake delete ${id}, and try again.`,
      item,
      cause,
    });
  }

  async #surveyPack(entry: PackEntry, live: Set<BlockId>, found: Set<BlockId>): Promise<SurveyedPack> {
    const { reader, hashes } = this.#context;
    this.#throwIfAborted();
    const name = hashes.objectName(entry.writer, 'pack', entry.number);
    const blocks = await reader.blocksOf(name);
    const needed = blocks.filter(({ id }) => live.has(id));
    for (const { id } of needed) found.add(id);
    return { entry, name, bytes: lengthOf(blocks), liveBytes: lengthOf(needed) };
  }

  async *#manifests(): AsyncGenerator<Manifest> {
    for (const { entry, manifest } of this.#staying) {
      this.#throwIfAborted();
      this.#marking = entry;
      yield await this.#context.readManifest(manifest);
    }
  }

  #next({ unused }: Survey, rewritten: RewrittenPacks): RootContent {
    const { head, now, token, writerId } = this.#context;
    const { content } = head;
    const gone = new Set([...unused, ...rewritten.replaced]);
    if (gone.size === 0 && this.#leaving.length === 0) return content;
    const doom = (kind: DoomedObject['kind'], { writer, number, bytes }: ObjectEntry) => {
      return { kind, writer, number, bytes, since: now.toISOString() };
    };
    const me = writerOf(content, writerId);
    return withWriter(
      {
        ...content,
        packs: [
          ...content.packs.filter((pack) => !gone.has(pack)),
          ...rewritten.packs.map(({ entry }) => entry),
        ],
        snapshots: this.#staying,
        doomed: [
          ...content.doomed,
          ...[...gone].map((pack) => doom('pack', pack)),
          ...this.#leaving.map(({ manifest }) => doom('manifest', manifest)),
        ],
      },
      { ...me, packs: me.packs + rewritten.packs.length, token },
    );
  }

  async #save(content: RootContent, { packs }: RewrittenPacks): Promise<void> {
    const { head, reader } = this.#context;
    await head.save(content);
    reader.setPacks(head.content.packs);
    for (const { name, blocks } of packs) reader.learn(name, blocks);
  }

  /** The second look was the survey: it found every living block in packs that are not doomed. */
  async #deleteDue(): Promise<DoomedObject[]> {
    const { head, hashes, storage } = this.#context;
    const due = this.#due(head.content);
    if (due.length === 0) return [];
    await head.save(head.content);
    for (const { writer, kind, number } of due) await storage.delete(hashes.objectName(writer, kind, number));
    const doomed = head.content.doomed.filter((gone) => !due.includes(gone));
    await head.save({ ...head.content, doomed });
    return due;
  }

  #due({ doomed }: RootContent): DoomedObject[] {
    const { now, graceMs } = this.#context;
    const isDue = ({ since }: DoomedObject) => Date.parse(since) + graceMs <= now.getTime();
    return doomed.filter((gone) => this.#line.has(gone.writer) && isDue(gone));
  }

  /** What the same sweep would come to, without a write. */
  #foresee(survey: Survey): CompactResult {
    const replaced = survey.worn.map(({ entry }) => entry);
    const copiedBytes = survey.worn.reduce((sum, { liveBytes }) => sum + liveBytes, 0);
    const rewritten = { ...NOTHING_REWRITTEN, replaced, copiedBytes };
    const next = this.#next(survey, rewritten);
    const due = survey.isComplete ? this.#due(next) : [];
    const doomed = next.doomed.filter((gone) => !due.includes(gone));
    return this.#result(due, rewritten, { ...next, doomed }, survey.problems);
  }

  #result(
    deleted: DoomedObject[],
    { replaced, copiedBytes, problems }: RewrittenPacks,
    { doomed }: RootContent,
    found: Problem[] = [],
  ): CompactResult {
    const waiting = doomed.filter(({ writer }) => this.#line.has(writer));
    const lastDoomed = waiting.map(({ since }) => Date.parse(since)).sort((a, b) => b - a)[0];
    return {
      removed: this.#leaving.map(({ entry }) => entry.id),
      kept: this.#kept,
      objects: deleted.length,
      bytes: sumOf(deleted),
      rewritten: replaced.length,
      copiedBytes,
      waiting: {
        objects: waiting.length,
        bytes: sumOf(waiting),
        until: lastDoomed === undefined ? null : new Date(lastDoomed + this.#context.graceMs).toISOString(),
      },
      problems: [...found, ...problems],
    };
  }

  #throwIfAborted(): void {
    const { signal } = this.#context;
    if (!signal?.aborted) return;
    throw new KeepsakeError('aborted', 'The clean-up was cancelled; nothing was removed.', {
      cause: signal.reason,
    });
  }
}

const NOTHING_REWRITTEN: RewrittenPacks = { replaced: [], packs: [], copiedBytes: 0, problems: [] };

function lengthOf(blocks: { length: number }[]): number {
  return blocks.reduce((sum, { length }) => sum + length, 0);
}

function sumOf(objects: { bytes: number }[]): number {
  return objects.reduce((sum, { bytes }) => sum + bytes, 0);
}
