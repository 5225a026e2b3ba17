import type { BlockChange, JsonValue, ListDiff } from '../../../../shared/contracts/diffs';
import { canonicalJson } from '../snapshot/record';
import { diffJson, isObject } from './diff-json';
import { diffList } from './diff-list';
import type { ListKind } from './diff-list';
import { diffText } from './diff-text';

const LABEL_LENGTH = 80;

/** Two documents of Strapi's blocks editor, block by block; a paragraph that became a heading is still that block. */
export function diffBlocks(before: JsonValue[], after: JsonValue[]): ListDiff<JsonValue, BlockChange> {
  return diffList(before, after, blockItems);
}

const blockItems: ListKind<JsonValue, JsonValue, BlockChange> = {
  identity: canonicalJson,
  group: () => '',
  editable: true,
  label: (block) => blockText(block).slice(0, LABEL_LENGTH),
  value: (block) => block,
  change: (before, after) => {
    const [old, now] = [blockText(before), blockText(after)];
    return {
      type: { before: typeOf(before), after: typeOf(after) },
      text: old === now ? [] : diffText(old, now),
      change: diffJson(before, after) ?? { kind: 'value', before, after },
    };
  },
};

function typeOf(block: JsonValue): string {
  return isObject(block) && typeof block.type === 'string' ? block.type : 'unknown';
}

/** What a reader sees of a block: its texts, a line per list item, a picture's alternative text. */
function blockText(block: JsonValue): string {
  if (!isObject(block)) return '';
  if (typeof block.text === 'string') return block.text;
  if (isObject(block.image)) return String(block.image.alternativeText ?? block.image.name ?? '');
  const children = Array.isArray(block.children) ? block.children : [];
  return children.map(blockText).join(block.type === 'list' ? '\n' : '');
}
