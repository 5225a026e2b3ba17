import type { EntryFiles } from './entry-files';
import { escapeHtml, Html } from './html';
import { printPicture } from './print-picture';
import { safeLink } from './safe-link';

/** What a text editor for HTML writes; everything else is left out, and of these all but where a link leads. */
const KEPT = new Set(
  (
    'p br hr h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code strong b em i u s del sub sup mark small a ' +
    'table thead tbody tfoot tr th td figure figcaption'
  ).split(' '),
);
const EMPTY = new Set(['br', 'hr']);
/** Left out with all that is in them. */
const HIDDEN =
  /<(script|style|iframe|object|template|noscript|svg|math|title|textarea|select)\b[\s\S]*?(<\/\1\s*>|$)/gi;
const TOKEN = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-z][a-z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|<|[^<]+/gi;
const STARTS_AS_HTML =
  /^\s*<(p|h[1-6]|ul|ol|div|figure|blockquote|table|strong|em|span|img|hr|pre)\b[^<>]*>/i;

/** Whether a rich text is HTML, as editors for it store it, and not Markdown. */
export function isRichHtml(text: string): boolean {
  return STARTS_AS_HTML.test(text) && text.includes('>');
}

/** HTML that editors wrote, made anew of what is allowed: nothing of it is passed on as it came. */
export function printRichHtml(text: string, files: EntryFiles): Html {
  const open: string[] = [];
  let made = '';
  for (const [token, slash, name = '', attributes = ''] of text.replace(HIDDEN, '').matchAll(TOKEN)) {
    const tag = name.toLowerCase();
    if (tag === 'img') made += printImage(attributes, files);
    else if (tag === '') made += token.startsWith('<!--') ? '' : escapeText(token);
    else if (!KEPT.has(tag)) continue;
    else if (EMPTY.has(tag)) made += `<${tag}>`;
    else if (slash) made += close(open, tag);
    else {
      made += openTag(tag, attributes, open.length === 0);
      open.push(tag);
    }
  }
  return new Html(
    made +
      open
        .reverse()
        .map((tag) => `</${tag}>`)
        .join(''),
  );
}

function openTag(tag: string, attributes: string, isOutermost: boolean): string {
  const address = tag === 'a' ? safeLink(attribute(attributes, 'href')) : null;
  if (address !== null) return `<a href="${escapeHtml(address)}">`;
  // As in Markdown: what is further in has the direction of its block.
  return isOutermost && tag !== 'a' ? `<${tag} dir="auto">` : `<${tag}>`;
}

/** What was opened after it is closed with it; what was never opened is nothing. */
function close(open: string[], tag: string): string {
  const at = open.lastIndexOf(tag);
  if (at < 0) return '';
  return open
    .splice(at)
    .reverse()
    .map((one) => `</${one}>`)
    .join('');
}

function printImage(attributes: string, files: EntryFiles): string {
  const said = attribute(attributes, 'alt') ?? '';
  const file = files.byAddress(attribute(attributes, 'src') ?? '');
  return file ? printPicture(file, said).text : `<i>${escapeHtml(said)}</i>`;
}

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'<>]+))`, 'i').exec(
    attributes,
  );
  const value = found?.[1] ?? found?.[2] ?? found?.[3];
  return value?.replace(/&amp;/g, '&').replace(/&quot;/g, '"');
}

/** Characters that are written by their names stay so. */
function escapeText(text: string): string {
  return escapeHtml(text).replace(/&amp;(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});/gi, '&$1;');
}
