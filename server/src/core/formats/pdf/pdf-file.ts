import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  PDFObjectCopier,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';
import type { PDFObject } from '@cantoo/pdf-lib';

/** Where something begins: a page, and how far up on it, in points. */
export interface PdfPlace {
  page: PDFRef;
  top: number;
}

/** What came in with one PDF. */
export interface AddedPages {
  pages: PDFRef[];
  /** By their number: each place that was marked, and the number of its page within these, from 0. */
  marks: Map<number, PdfPlace & { at: number }>;
}

export interface OutlineItem {
  title: string;
  target: number;
  items: OutlineItem[];
}

export interface PdfAbout {
  title: string;
  language: string;
  createdAt: Date;
}

/**
 * One PDF out of many, written as they come: the objects of each are renumbered, handed out as bytes and forgotten, so
 * that memory holds one part and where things lie, however long the whole becomes. The table of pages comes last and
 * says their order (ISO 32000-1, 7.5 and 7.7).
 *
 * Marks and links between parts travel as links to made-up addresses below `base`: `<base>at/7` marks place 7 and
 * vanishes, `<base>to/7` becomes a link to it.
 */
export class PdfFile {
  readonly #context = PDFContext.create();
  readonly #pages = this.#context.nextRef();
  readonly #places = new Map<number, PDFRef>();
  /** Offsets of objects in the file, by their number. */
  readonly #offsets = new Map<number, number>();
  #length = 0;

  constructor(private readonly base: string) {}

  begin(): Buffer {
    // Bytes above 127 in a comment tell programs that this is no text.
    return this.#written(Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'));
  }

  /** Takes the pages of a PDF; their bytes come with the next `flush`. */
  async add(pdf: Uint8Array): Promise<AddedPages> {
    const part = await PDFDocument.load(pdf, { updateMetadata: false });
    const copier = PDFObjectCopier.for(part.context, this.#context);
    const added: AddedPages = { pages: [], marks: new Map() };
    for (const page of part.getPages()) {
      const ref = this.#context.nextRef();
      const leaf = copier.copy(page.node) as PDFDict;
      leaf.set(PDFName.of('Parent'), this.#pages);
      this.#links(leaf, (mark, top) => {
        if (!added.marks.has(mark)) added.marks.set(mark, { page: ref, top, at: added.pages.length });
      });
      this.#context.assign(ref, leaf);
      added.pages.push(ref);
    }
    return added;
  }

  /** The bytes of what was added since the last time. */
  flush(): Buffer {
    const parts: Buffer[] = [];
    for (const [ref, object] of this.#context.enumerateIndirectObjects()) {
      this.#offsets.set(ref.objectNumber, this.#length);
      parts.push(this.#written(objectBytes(ref, object)));
      this.#context.delete(ref);
    }
    return Buffer.concat(parts);
  }

  /** The last bytes: pages in their order, places, outline and tables. */
  end(pages: PDFRef[], places: Map<number, PdfPlace>, outline: OutlineItem[], about: PdfAbout): Buffer {
    const context = this.#context;
    context.assign(this.#pages, context.obj({ Type: 'Pages', Kids: pages, Count: pages.length }));
    for (const [number, ref] of this.#places) {
      const place = places.get(number);
      context.assign(ref, place ? destination(context, place) : PDFNull);
    }
    const root = context.obj({
      Type: 'Catalog',
      Pages: this.#pages,
      Lang: PDFString.of(about.language),
      ViewerPreferences: { DisplayDocTitle: true },
      ...this.#outline(outline, places),
    });
    const info = context.obj({
      Title: PDFHexString.fromText(about.title),
      Creator: PDFString.of('Keepsake'),
      Producer: PDFString.of('Keepsake, Chromium'),
      CreationDate: PDFString.fromDate(about.createdAt),
    });
    const trailer = { root: context.register(root), info: context.register(info) };
    return Buffer.concat([this.flush(), this.#tables(trailer)]);
  }

  #links(leaf: PDFDict, onMark: (mark: number, top: number) => void): void {
    const list = leaf.lookupMaybe(PDFName.of('Annots'), PDFArray);
    if (!list) return;
    const kept: PDFObject[] = [];
    for (const item of list.asArray()) {
      const link = this.#context.lookupMaybe(item, PDFDict);
      const address = link ? addressOf(link) : null;
      if (!link || !address?.startsWith(this.base)) {
        kept.push(item);
        continue;
      }
      const [kind, text] = address.slice(this.base.length).split('/');
      const number = Number(text);
      if (kind === 'at') onMark(number, topOf(link));
      else {
        link.delete(PDFName.of('A'));
        link.set(PDFName.of('Dest'), this.#placeRef(number));
        kept.push(item);
        continue;
      }
      if (item instanceof PDFRef) this.#context.delete(item);
    }
    leaf.set(PDFName.of('Annots'), this.#context.obj(kept));
  }

  /** A place may be linked to before it is known where it will be. */
  #placeRef(number: number): PDFRef {
    const known = this.#places.get(number);
    if (known) return known;
    const ref = this.#context.nextRef();
    this.#places.set(number, ref);
    return ref;
  }

  #outline(items: OutlineItem[], places: Map<number, PdfPlace>): Record<string, PDFObject> {
    if (items.length === 0) return {};
    const root = this.#context.nextRef();
    const { first, last } = this.#outlineItems(root, items, places);
    const outlines = { Type: 'Outlines', First: first, Last: last, Count: items.length };
    this.#context.assign(root, this.#context.obj(outlines));
    return { Outlines: root, PageMode: PDFName.of('UseOutlines') };
  }

  #outlineItems(parent: PDFRef, items: OutlineItem[], places: Map<number, PdfPlace>) {
    const context = this.#context;
    const refs = items.map(() => context.nextRef());
    for (const [at, { title, target, items: inner }] of items.entries()) {
      const [ref, before, after, place] = [refs[at], refs[at - 1], refs[at + 1], places.get(target)];
      if (!ref) continue;
      const below = inner.length > 0 ? this.#outlineItems(ref, inner, places) : null;
      const item = context.obj({
        Title: PDFHexString.fromText(title),
        Parent: parent,
        ...(before ? { Prev: before } : {}),
        ...(after ? { Next: after } : {}),
        ...(place ? { Dest: destination(context, place) } : {}),
        // Negative: closed, so that a long list opens as its chapters.
        ...(below ? { First: below.first, Last: below.last, Count: -inner.length } : {}),
      });
      context.assign(ref, item);
    }
    return { first: refs[0] as PDFRef, last: refs.at(-1) as PDFRef };
  }

  #tables({ root, info }: { root: PDFRef; info: PDFRef }): Buffer {
    const start = this.#length;
    // The two that were registered last are written by now: their number is the highest.
    const size = this.#context.largestObjectNumber + 1;
    const lines = [`xref\n0 ${size}\n0000000000 65535 f \n`];
    for (let number = 1; number < size; number += 1) {
      const offset = this.#offsets.get(number);
      lines.push(
        offset === undefined ? '0000000000 00000 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`,
      );
    }
    lines.push(
      `trailer\n<< /Size ${size} /Root ${String(root)} /Info ${String(info)} >>\nstartxref\n${start}\n%%EOF\n`,
    );
    return this.#written(Buffer.from(lines.join(''), 'latin1'));
  }

  #written(bytes: Buffer): Buffer {
    this.#length += bytes.length;
    return bytes;
  }
}

function destination(context: PDFContext, { page, top }: PdfPlace): PDFArray {
  return context.obj([page, PDFName.of('XYZ'), PDFNull, PDFNumber.of(top), PDFNull]) as PDFArray;
}

function addressOf(link: PDFDict): string | null {
  const action = link.lookupMaybe(PDFName.of('A'), PDFDict);
  const address = action?.lookup(PDFName.of('URI'));
  return address instanceof PDFString || address instanceof PDFHexString ? address.decodeText() : null;
}

/** The upper edge of what a link covers. */
function topOf(link: PDFDict): number {
  const corners = link.lookupMaybe(PDFName.of('Rect'), PDFArray)?.asRectangle();
  return corners ? corners.y + corners.height : 0;
}

function objectBytes(ref: PDFRef, object: PDFObject): Buffer {
  const head = `${ref.objectNumber} ${ref.generationNumber} obj\n`;
  const size = object.sizeInBytes();
  const bytes = Buffer.alloc(head.length + size + '\nendobj\n'.length);
  bytes.write(head, 0, 'latin1');
  object.copyBytesInto(bytes, head.length);
  bytes.write('\nendobj\n', head.length + size, 'latin1');
  return bytes;
}
