import type { Survey } from '../repository/survey';
import { walkBlocks } from './walk-blocks';

/** Of a block that nobody holds, or several do. */
export const NOBODY = -1;
export const SEVERAL = -2;

/**
 * Who alone holds each block.
 *
 * @param groupOf Number of the group that a snapshot counts as: itself, its project, its kind
 */
export function blockHolders(survey: Survey, groupOf: (index: number) => number): Int32Array {
  const holders = new Int32Array(survey.blocks.size).fill(NOBODY);
  survey.snapshots.forEach((snapshot, index) => {
    const group = groupOf(index);
    walkBlocks(snapshot, (block) => {
      const holder = holders[block]!;
      if (holder === NOBODY) holders[block] = group;
      else if (holder !== group) holders[block] = SEVERAL;
    });
  });
  return holders;
}

/** Bytes that each of `groups` alone holds, by its number. */
export function bytesAlone(survey: Survey, holders: Int32Array, groups: number): number[] {
  const bytes = new Array<number>(groups).fill(0);
  holders.forEach((group, block) => {
    if (group >= 0) bytes[group]! += survey.blocks.lengths[block]!;
  });
  return bytes;
}
