import type { Language, Pair } from '../languages';
import type { Outline } from './composeArticle';
import { fillSentence, type BilingualSlots } from './fillSentence';

interface TextNode {
  type: 'text';
  text: string;
  bold?: true;
  italic?: true;
}

interface LinkNode {
  type: 'link';
  url: string;
  children: TextNode[];
}

interface ListItem {
  type: 'list-item';
  children: TextNode[];
}

/** The part of Strapi's blocks format that the site uses. */
export type Block =
  | { type: 'paragraph' | 'quote'; children: (TextNode | LinkNode)[] }
  | { type: 'heading'; level: 2 | 3; children: TextNode[] }
  | { type: 'list'; format: 'ordered' | 'unordered'; children: ListItem[] }
  | { type: 'image'; image: object; children: TextNode[] };

export function textNode(text: string, style: Omit<Partial<TextNode>, 'type' | 'text'> = {}): TextNode {
  return { type: 'text', text, ...style };
}

export function paragraph(...children: (TextNode | LinkNode)[]): Block {
  return { type: 'paragraph', children };
}

export function link(url: string, text: string): LinkNode {
  return { type: 'link', url, children: [textNode(text)] };
}

const more: Pair = ['More from {place} ', 'Mehr aus {place} '];
const inTheArchive: Pair = ['in our archive', 'in unserem Archiv'];

export interface ArticleBlocksOptions {
  outline: Outline;
  language: Language;
  slots: BilingualSlots;
  ordered: boolean;
  /** A file of the media library, copied into the text as Strapi's editor does. */
  picture?: object;
}

export function articleBlocks({ outline, language, slots, ordered, picture }: ArticleBlocksOptions): Block[] {
  const say = (pair: Pair) => fillSentence(pair, language, slots);
  const sentences = (pairs: readonly Pair[]) => pairs.map(say).join(' ');
  const [first, ...rest] = outline.opening;

  const lead = paragraph(textNode(first ? say(first) : '', { bold: true }), textNode(` ${sentences(rest)}`));
  const quote: Block = {
    type: 'quote',
    children: [textNode(say(outline.quote), { italic: true }), textNode(` — ${slots[language].person}`)],
  };
  const list: Block = {
    type: 'list',
    format: ordered ? 'ordered' : 'unordered',
    children: outline.items.map((item) => ({ type: 'list-item', children: [textNode(say(item))] })),
  };
  const image: Block[] = picture ? [{ type: 'image', image: picture, children: [textNode('')] }] : [];
  const asides: Block[][] = [[quote], [...image, list]];

  const chapters = outline.chapters.flatMap(({ heading, paragraphs }, index): Block[] => [
    { type: 'heading', level: 2, children: [textNode(say(heading))] },
    ...paragraphs.map((pairs) => paragraph(textNode(sentences(pairs)))),
    ...(asides[index] ?? []),
  ]);
  const archive = `https://archive.hedgeandhollow.example/${language}/${encodeURIComponent(String(slots[language].place).toLowerCase())}`;
  return [
    lead,
    ...chapters,
    paragraph(textNode(say(outline.closing))),
    paragraph(textNode(say(more)), link(archive, say(inTheArchive).replace(/^I/, 'i')), textNode('.')),
  ];
}

export function countWords(blocks: readonly Block[]): number {
  const text = JSON.stringify(blocks).match(/"text":"[^"]*/g) ?? [];
  return text.join(' ').split(/\s+/).length;
}
