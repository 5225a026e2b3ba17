/** Most code points of one part of a path. Any file system takes 255 bytes, which is 60 of the widest. */
const MOST_CHARACTERS = 60;
/** Windows gives these to devices, with any extension. */
const DEVICES = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * One part of a path, made from what people call a thing, that every file system takes as it is and none takes as
 * something else: no separators, no control or invisible characters, no dot at either end, no device of Windows.
 */
export function safePart(text: string): string {
  const cleaned = text
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*]/gu, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const named = DEVICES.test(cleaned) ? `_${cleaned}` : cleaned;
  return shortened(named) || '_';
}

/** Cuts the middle, so that what stands before the extension goes and the extension stays. */
function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= MOST_CHARACTERS) return name;
  const extension = [...extensionOf(name)];
  const kept = Math.max(1, MOST_CHARACTERS - extension.length);
  return (
    characters
      .slice(0, kept)
      .join('')
      .replace(/[\s.]+$/, '') + extension.join('')
  );
}

export function extensionOf(name: string): string {
  return /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? '';
}

/** How a name counts on file systems that tell neither case nor composition apart. */
export function foldedName(path: string): string {
  return path.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase();
}

/** Gives out paths, each once on any file system: the second `logo.png` of a folder becomes `logo (2).png`. */
export class FreeNames {
  readonly #taken = new Set<string>();

  take(folder: string, name: string): string {
    const part = safePart(name);
    const extension = extensionOf(part);
    const stem = part.slice(0, part.length - extension.length);
    for (let copy = 1; ; copy += 1) {
      const path = `${folder}/${copy === 1 ? part : `${stem} (${copy})${extension}`}`;
      const folded = foldedName(path);
      if (this.#taken.has(folded)) continue;
      this.#taken.add(folded);
      return path;
    }
  }
}
