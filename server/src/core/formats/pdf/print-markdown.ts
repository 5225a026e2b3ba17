import MarkdownIt from 'markdown-it';

import type { EntryFiles } from './entry-files';
import { Html, markup } from './html';
import { printPicture } from './print-picture';
import { safeLink } from './safe-link';

/** Markdown as HTML: what is HTML in it stays text, links lead out or nowhere, pictures are those of the library. */
export function printMarkdown(text: string, files: EntryFiles): Html {
  return new Html(markdown().render(text, { files }));
}

let shared: MarkdownIt | null = null;

function markdown(): MarkdownIt {
  if (shared) return shared;
  const made = new MarkdownIt({ html: false, linkify: false });
  const { rules } = made.renderer;
  rules.link_open = (tokens, at, options, _env, self) => {
    const token = tokens[at];
    const address = safeLink(token?.attrGet('href'));
    if (token) token.attrs = address === null ? null : [['href', address]];
    return self.renderToken(tokens, at, options);
  };
  rules.image = (tokens, at, _options, env: { files: EntryFiles }) => {
    const token = tokens[at];
    const file = env.files.byAddress(token?.attrGet('src') ?? '');
    return file ? printPicture(file, token?.content ?? '').text : markup`<i>${token?.content ?? ''}</i>`.text;
  };
  // Each block runs as its first letters do, a list with its marks; a direction further in would hide them from it.
  made.core.ruler.push('direction', ({ tokens }) => {
    for (const token of tokens)
      if (token.level === 0 && token.nesting === 1 && token.block) token.attrSet('dir', 'auto');
  });
  shared = made;
  return made;
}
