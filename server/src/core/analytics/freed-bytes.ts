import type { PackUse, Survey } from '../repository/survey';
import { DEAD_SHARE } from '../repository/sweep';
import { walkBlocks } from './walk-blocks';

/*
 * How much smaller the storage is once snapshots are deleted, their grace time is over and the storage was cleaned up: a
 * pack goes when nothing in it is needed, and is written anew when more than a third of it is not. What a clean-up would
 * free anyway does not count.
 */

/** @param leaving Indexes in the survey of those that go together */
export function freedBytes(survey: Survey, leaving: ReadonlySet<number>): number {
  if (leaving.size === 0) return 0;
  const needed = neededBlocks(survey, new Set());
  const stillNeeded = neededBlocks(survey, leaving);
  const freed = ownPacks(survey).reduce((sum, pack) => {
    const { all, live } = bytesOf(survey, pack, needed);
    const after = bytesOf(survey, pack, stillNeeded).live;
    return sum + sizeAfter(pack, all, live) - sizeAfter(pack, all, after);
  }, 0);
  return [...leaving].reduce((sum, index) => sum + survey.snapshots[index]!.manifestBytes, freed);
}

/**
 * The same for each snapshot if it goes alone, by its index.
 *
 * @param holders Which snapshot alone holds each block
 */
export function freedByEach(survey: Survey, holders: Int32Array): number[] {
  const freed = survey.snapshots.map(({ manifestBytes }) => manifestBytes);
  const needed = neededBlocks(survey, new Set());
  for (const pack of ownPacks(survey)) {
    const { all, live } = bytesOf(survey, pack, needed);
    const alone = new Map<number, number>();
    for (const block of pack.blocks) {
      const holder = holders[block]!;
      if (holder >= 0) alone.set(holder, (alone.get(holder) ?? 0) + survey.blocks.lengths[block]!);
    }
    for (const [holder, bytes] of alone)
      freed[holder]! += sizeAfter(pack, all, live) - sizeAfter(pack, all, live - bytes);
  }
  return freed;
}

/** What a clean-up would free of what no snapshot needs by now. */
export function cleanableBytes(survey: Survey): number {
  const needed = neededBlocks(survey, new Set());
  return ownPacks(survey).reduce((sum, pack) => {
    const { all, live } = bytesOf(survey, pack, needed);
    return sum + pack.bytes - sizeAfter(pack, all, live);
  }, 0);
}

/** 1 for each block that a snapshot which stays is made of. */
function neededBlocks(survey: Survey, leaving: ReadonlySet<number>): Uint8Array {
  const needed = new Uint8Array(survey.blocks.size);
  survey.snapshots.forEach((snapshot, index) => {
    if (!leaving.has(index)) walkBlocks(snapshot, (block) => void (needed[block] = 1));
  });
  return needed;
}

function ownPacks({ packs }: Survey): PackUse[] {
  return packs.filter(({ isOwn }) => isOwn);
}

function bytesOf({ blocks }: Survey, pack: PackUse, needed: Uint8Array): { all: number; live: number } {
  let all = 0;
  let live = 0;
  for (const block of pack.blocks) {
    all += blocks.lengths[block]!;
    if (needed[block]) live += blocks.lengths[block]!;
  }
  return { all, live };
}

function sizeAfter(pack: PackUse, all: number, live: number): number {
  if (live === 0) return 0;
  if (all - live <= all * DEAD_SHARE) return pack.bytes;
  // Its index shrinks with it.
  return live + Math.round(((pack.bytes - all) * live) / all);
}
