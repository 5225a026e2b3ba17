import type { EntryFiles } from './entry-files';
import { markup } from './html';
import type { Html } from './html';
import { printPicture } from './print-picture';
import { safeLink } from './safe-link';

interface Node {
  type?: unknown;
  children?: unknown;
  text?: unknown;
  level?: unknown;
  format?: unknown;
  url?: unknown;
  image?: unknown;
  bold?: unknown;
  italic?: unknown;
  underline?: unknown;
  strikethrough?: unknown;
  code?: unknown;
}

/** Strapi's blocks as HTML. What is no block is left out; a kind that is not known is printed as a paragraph. */
export function printBlocks(value: unknown, files: EntryFiles): Html[] {
  return nodes(value).map((node) => printBlock(node, files));
}

/** Whether blocks hold anything to be seen. */
export function hasBlocks(value: unknown): boolean {
  return nodes(value).some(
    ({ type, text, children }) =>
      type === 'image' || (typeof text === 'string' && text.trim() !== '') || hasBlocks(children),
  );
}

function printBlock(node: Node, files: EntryFiles): Html {
  const inside = () => nodes(node.children).map((child) => printInline(child, files));
  switch (node.type) {
    case 'heading':
      return printHeading(node.level, inside());
    case 'quote':
      return markup`<blockquote dir="auto">${inside()}</blockquote>`;
    case 'code':
      return markup`<pre><code>${inside()}</code></pre>`;
    case 'image':
      return printImage(node.image, files);
    case 'list':
      return printList(node, files);
    default:
      return markup`<p dir="auto">${inside()}</p>`;
  }
}

function printHeading(level: unknown, inside: Html[]): Html {
  switch (level) {
    case 1:
      return markup`<h1 dir="auto">${inside}</h1>`;
    case 2:
      return markup`<h2 dir="auto">${inside}</h2>`;
    case 3:
      return markup`<h3 dir="auto">${inside}</h3>`;
    default:
      return markup`<h4 dir="auto">${inside}</h4>`;
  }
}

/** A list within a list stands beside the items, as the editor stores it. */
function printList({ format, children }: Node, files: EntryFiles): Html {
  const items = nodes(children).map((item) =>
    item.type === 'list'
      ? printList(item, files)
      : markup`<li>${nodes(item.children).map((child) => printInline(child, files))}</li>`,
  );
  return format === 'ordered' ? markup`<ol dir="auto">${items}</ol>` : markup`<ul dir="auto">${items}</ul>`;
}

function printInline(node: Node, files: EntryFiles): Html {
  if (node.type === 'link') {
    const inside = nodes(node.children).map((child) => printInline(child, files));
    const address = safeLink(node.url);
    return address === null ? markup`${inside}` : markup`<a href="${address}">${inside}</a>`;
  }
  if (node.type === 'list') return printList(node, files);
  if (typeof node.text !== 'string')
    return markup`${nodes(node.children).map((child) => printInline(child, files))}`;
  let text = markup`${node.text}`;
  if (node.code === true) text = markup`<code>${text}</code>`;
  if (node.bold === true) text = markup`<strong>${text}</strong>`;
  if (node.italic === true) text = markup`<em>${text}</em>`;
  if (node.underline === true) text = markup`<u>${text}</u>`;
  if (node.strikethrough === true) text = markup`<s>${text}</s>`;
  return text;
}

/** The library's own file of that name: what the block says of it may be old, or made up. */
function printImage(image: unknown, files: EntryFiles): Html {
  const { url, alternativeText, name } = (image ?? {}) as Record<string, unknown>;
  const file = typeof url === 'string' ? files.byAddress(url) : null;
  if (file) return printPicture(file);
  const said = [alternativeText, name].find((text) => typeof text === 'string' && text !== '');
  return markup`<p><i>${typeof said === 'string' ? said : ''}</i></p>`;
}

function nodes(value: unknown): Node[] {
  if (!Array.isArray(value)) return [];
  return value.filter((node): node is Node => node !== null && typeof node === 'object');
}
