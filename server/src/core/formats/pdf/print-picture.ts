import type { EntryFile } from './entry-files';
import { markup } from './html';
import type { Html } from './html';

/** A picture with what is said of it below; without its bytes, a place that names it. */
export function printPicture(file: EntryFile, said = ''): Html {
  const { name, caption, alternativeText, picture, note } = file;
  const text = said || caption || alternativeText || name;
  const shown = picture
    ? markup`<img src="${picture}" alt="${alternativeText}" />`
    : markup`<div class="no-picture">${name}${note ? markup`<br />${note}` : null}</div>`;
  return markup`<figure>${shown}<figcaption dir="auto">${text}</figcaption></figure>`;
}
