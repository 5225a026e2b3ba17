import { randomBytes } from 'node:crypto';

import { KeepsakeError } from '../../errors';
import { FILE_UID } from '../../media/media-of-record';
import { openChromium } from '../../rendering/chromium-renderer';
import type { OpenRenderer, Renderer } from '../../rendering/renderer';
import type { Annex } from '../annexes';
import type { ExportMedia } from '../export-media';
import type { ExportRequest } from '../export-request';
import { isStamp } from '../export-schema';
import type { ExportField, ExportType } from '../export-schema';
import type { ExportedLink, ExportedRecord } from '../project-record';
import type { RecordSource } from '../record-source';
import { annexTable } from './annex-table';
import { EntryIndex } from './entry-index';
import type { IndexedEntry } from './entry-index';
import { FieldPrinter } from './field-printer';
import { fillTemplate } from './fill-template';
import { Html, markup } from './html';
import { LibraryFiles } from './library-files';
import { pageDocument } from './page-document';
import type { PdfFile as PdfFileType, PdfPlace } from './pdf-file';
import type { PdfSettings, PdfSite } from './pdf-settings';
import { PDF_WORDS } from './pdf-words';
import type { PdfWords } from './pdf-words';
import { printPicture } from './print-picture';
import { parseTemplates } from './templates';
import type { Templates } from './templates';
import { ValueTexts } from './value-text';

/** Pages of a document by the numbers in their table; pdf-lib's own reference. */
type PageRef = PdfPlace['page'];

interface Chapter {
  number: number;
  type: ExportType;
  name: string;
  /** Its entries begin on a page of their own. */
  isLong: boolean;
}

/** Characters of HTML that are printed at once, pictures included: what the browser and this process hold together. */
const PART_CHARACTERS = 6 * 1024 * 1024;
const PART_ENTRIES = 60;
/** With more of them the pages would be a list of its own; chapters are there in any case. */
const MOST_LISTED = 20_000;

/**
 * A document for people: cover, contents, and a chapter for each content type.
 *
 * Page numbers are those of the file. So the titles are read first, and the contents printed with blanks: that tells
 * how many pages come before the entries. These are printed part by part and handed on; what they mark tells on which
 * page each entry begins, and the contents are printed again.
 */
export class PdfWriter {
  readonly #words: PdfWords;
  readonly #texts: ValueTexts;
  readonly #index: EntryIndex;
  readonly #files: LibraryFiles;
  readonly #templates: Templates;
  /** Not to be guessed by who writes an entry. */
  readonly #base = `https://keepsake.invalid/${randomBytes(12).toString('hex')}/`;
  readonly #places = new Map<number, PdfPlace>();
  readonly #pageNumbers = new Map<number, number>();
  readonly #body: PageRef[] = [];
  readonly #chapters: Chapter[] = [];
  #libraryNumber: number | null = null;
  readonly #annexes: { number: number; annex: Annex }[] = [];
  #before = 0;

  constructor(
    private readonly source: RecordSource,
    private readonly media: ExportMedia,
    private readonly request: ExportRequest,
    private readonly settings: PdfSettings,
    private readonly site: PdfSite,
    private readonly open: OpenRenderer = (options) =>
      openChromium({ place: site.browser, limits: site.limits }, options),
  ) {
    this.#words = PDF_WORDS[settings.language];
    this.#texts = new ValueTexts(settings.language, this.#words);
    this.#index = new EntryIndex(site.mainFields, this.#words.untitled);
    this.#files = new LibraryFiles(source, media, this.#words, settings.pictures);
    this.#templates = parseTemplates(site.templates);
  }

  async *content(): AsyncGenerator<Buffer> {
    await this.#readTitles();
    const { PdfFile } = await import('./pdf-file');
    const file = new PdfFile(this.#base);
    const { signal } = this.source;
    const renderer = await this.open(signal ? { signal } : {});
    try {
      yield file.begin();
      yield* this.#print(file, renderer);
    } finally {
      await renderer.close();
    }
  }

  async *#print(file: PdfFileType, renderer: Renderer): AsyncGenerator<Buffer> {
    const cover = await file.add(await renderer.print(this.#cover()));
    yield file.flush();
    const blank = this.settings.toc ? await pagesOf(await renderer.print(this.#contents())) : 0;
    this.#before = cover.pages.length + blank;
    for (const chapter of this.#chapters) yield* this.#printChapter(file, renderer, chapter);
    if (this.request.assets !== 'none') yield* this.#printLibrary(file, renderer);
    for (const { number, annex } of this.#annexes)
      yield await this.#printAnnex(file, renderer, number, annex);
    const contents = this.settings.toc
      ? await file.add(await renderer.print(this.#contents()))
      : { pages: [] };
    if (contents.pages.length !== blank)
      throw new Error('The contents have another length with page numbers.');
    const pages = [...cover.pages, ...contents.pages, ...this.#body];
    const about = {
      title: this.#title,
      language: this.settings.language,
      createdAt: new Date(this.request.head.createdAt),
    };
    yield file.end(pages, this.#places, this.#outline(), about);
  }

  async #readTitles(): Promise<void> {
    const { types, assets, library } = this.request;
    for (const type of types) {
      if (type.uid === FILE_UID && assets !== 'none') continue;
      const number = this.#index.take();
      for await (const batch of this.source.records(type, { again: true, populates: false }))
        for (const record of batch) this.#index.add(record);
      if (this.#index.of(type.uid).length === 0) continue;
      this.#chapters.push({ number, type, name: type.displayName, isLong: isLong(type.fields) });
    }
    if (assets !== 'none' && library) this.#libraryNumber = this.#index.take();
    for (const annex of this.request.annexes) this.#annexes.push({ number: this.#index.take(), annex });
  }

  async *#printChapter(file: PdfFileType, renderer: Renderer, chapter: Chapter): AsyncGenerator<Buffer> {
    const { type } = chapter;
    let part = this.#opening(chapter);
    let entries = 0;
    for await (const batch of this.source.records(type)) {
      await this.#files.learn(batch);
      for (const record of batch) {
        part += (await this.#entry(chapter, record)).text;
        entries += 1;
        if (part.length < PART_CHARACTERS && entries < PART_ENTRIES) continue;
        yield await this.#printPart(file, renderer, chapter.name, part);
        [part, entries] = ['', 0];
      }
    }
    if (part !== '') yield await this.#printPart(file, renderer, chapter.name, part);
  }

  #opening({ number, type, name }: Pick<Chapter, 'number' | 'type' | 'name'>): string {
    const count = this.#counted(this.#index.of(type.uid).length);
    return fillTemplate(this.#templates.chapter, { name: this.#mark(number, name), count }).text;
  }

  async #entry({ type, isLong: isOnItsOwn }: Chapter, record: ExportedRecord): Promise<Html> {
    const files = await this.#files.of(record);
    const printer = new FieldPrinter(
      {
        texts: this.#texts,
        componentNames: this.site.componentNames,
        printLink: (link) => this.#link(link),
      },
      files,
    );
    const main = this.site.mainFields[type.uid];
    const fields = type.fields.filter(({ name }) => !isStamp(name) && name !== main);
    const { facts, sections, empty } = printer.print(fields, record.fields);
    const own = type.uid === FILE_UID ? files.byId(record.documentId) : null;
    const picture = own?.isPicture ? printPicture(own) : null;
    const filled = fillTemplate(this.#templates.entry, {
      title: this.#mark(this.#index.numberOf(record), this.#index.titleOf(record)),
      kicker: [type.displayName, ...this.#about(record)].join(' · '),
      facts: markup`${facts}`,
      body: markup`${picture}${sections}`,
      empty: empty.length > 0 ? `${this.#words.empty}: ${empty.join(', ')}` : '',
      stamps: this.#stamps(record),
    });
    const kind = isOnItsOwn ? 'long' : 'short';
    return markup`<article class="entry ${kind}" lang="${record.locale ?? this.settings.language}">${filled}</article>`;
  }

  #about({ locale, status }: Pick<IndexedEntry, 'locale' | 'status'>): string[] {
    const language = locale === null ? [] : [this.#texts.language(locale)];
    const { draft, published } = this.#words;
    return status === null ? language : [...language, status === 'draft' ? draft : published];
  }

  /** What tells an entry from others of its name. */
  #apart({ locale, status }: IndexedEntry): string {
    const { locales, statuses } = this.#index;
    const told = { locale: locales.size > 1 ? locale : null, status: statuses.size > 1 ? status : null };
    return this.#about(told).join(' · ');
  }

  #stamps({ documentId, fields }: ExportedRecord): string {
    const { created, changed, publishedAt } = this.#words;
    const words = { createdAt: created, updatedAt: changed, publishedAt };
    const times = Object.entries(words).flatMap(([name, word]) => {
      const value = Object.hasOwn(fields, name) ? fields[name] : null;
      return typeof value === 'string' ? [`${word} ${this.#texts.moment(value)}`] : [];
    });
    return [...times, documentId].join(' · ');
  }

  #link(link: ExportedLink): Html {
    const label = this.#index.labelOf(link);
    const number = this.#index.numberOfLink(link);
    return number === null ? markup`${label}` : markup`<a href="${this.#base}to/${number}">${label}</a>`;
  }

  /** A link that is none, but tells where in the file it came to lie. */
  #mark(number: number, text: string): Html {
    return markup`<a href="${this.#base}at/${number}">${text}</a>`;
  }

  async #printPart(file: PdfFileType, renderer: Renderer, chapter: string, body: string): Promise<Buffer> {
    const pagesBefore = this.#before + this.#body.length;
    const html = this.#document(new Html(body), pagesBefore, chapter);
    const { pages, marks } = await file.add(await renderer.print(html));
    for (const [number, { page, top, at }] of marks) {
      this.#places.set(number, { page, top });
      this.#pageNumbers.set(number, pagesBefore + at + 1);
    }
    this.#body.push(...pages);
    const most = this.site.limits.pages;
    if (this.#before + this.#body.length > most) throw tooManyPages(most);
    return file.flush();
  }

  async *#printLibrary(file: PdfFileType, renderer: Renderer): AsyncGenerator<Buffer> {
    const { library: name } = this.#words;
    const number = this.#libraryNumber ?? 0;
    let part = fillTemplate(this.#templates.chapter, { name: this.#mark(number, name), count: '' }).text;
    let figures: Html[] = [];
    const flush = async () => {
      part += markup`<section class="library">${figures}</section>`.text;
      const bytes = await this.#printPart(file, renderer, name, part);
      [part, figures] = ['', []];
      return bytes;
    };
    let characters = 0;
    for await (const { record } of this.media.entries()) {
      await this.#files.learn([record]);
      const own = (await this.#files.of(record)).byId(record.documentId);
      if (!own) continue;
      const figure = printPicture(own);
      figures.push(figure);
      characters += figure.text.length;
      if (characters < PART_CHARACTERS) continue;
      yield await flush();
      characters = 0;
    }
    if (figures.length > 0 || part !== '') yield await flush();
  }

  async #printAnnex(file: PdfFileType, renderer: Renderer, number: number, annex: Annex): Promise<Buffer> {
    const name = this.#words.annexes[annex.name];
    const { table, rows, hasMore } = await annexTable(annex, this.#texts, this.#words);
    const count = hasMore ? this.#words.newest.replace('{count}', String(rows)) : this.#counted(rows);
    const opening = fillTemplate(this.#templates.chapter, { name: this.#mark(number, name), count });
    return this.#printPart(file, renderer, name, markup`${opening}${table}`.text);
  }

  #cover(): string {
    const { head } = this.request;
    const words = this.#words;
    const languages = [...this.#index.locales];
    const content = this.#chapters.map(({ name, type }) => `${name} (${this.#index.of(type.uid).length})`);
    const facts = [
      { label: words.contentTypes, value: content.join(', ') || words.nothing },
      { label: words.languages, value: languages.map((code) => this.#texts.language(code)).join(', ') },
      { label: words.status, value: this.#status() },
      { label: words.made, value: this.#texts.date(head.createdAt) },
    ].filter(({ value }) => value !== '');
    const view = {
      title: this.#title,
      project: this.#project,
      date: this.#texts.date(head.createdAt),
      logo: this.#templates.logo,
      facts,
    };
    return pageDocument({
      settings: this.settings,
      style: this.#templates.style,
      running: null,
      pagesBefore: 0,
      body: fillTemplate(this.#templates.cover, view),
    });
  }

  #contents(): string {
    const line = (number: number) => ({
      link: `${this.#base}to/${number}`,
      page: String(this.#pageNumbers.get(number) ?? ''),
    });
    const isListed = this.#index.size <= MOST_LISTED;
    const chapters = this.#chapters.map(({ number, name, type }) => ({
      name,
      ...line(number),
      entries: (isListed ? this.#index.of(type.uid) : []).map((entry) => ({
        title: entry.title,
        note: this.#apart(entry),
        ...line(entry.number),
      })),
    }));
    const { library, contents } = this.#words;
    const last = this.#libraryNumber;
    if (last !== null) chapters.push({ name: library, ...line(last), entries: [] });
    for (const { number, annex } of this.#annexes)
      chapters.push({ name: this.#words.annexes[annex.name], ...line(number), entries: [] });
    const body = fillTemplate(this.#templates.contents, { heading: contents, chapters });
    return this.#document(body, 1, contents);
  }

  #document(body: Html, pagesBefore: number, chapter: string): string {
    const note = [this.#project, this.#texts.date(this.request.head.createdAt)].filter((text) => text !== '');
    const running = { title: this.#title, chapter, note: note.join(' · ') };
    return pageDocument({
      settings: this.settings,
      style: this.#templates.style,
      running,
      pagesBefore,
      body,
    });
  }

  #outline() {
    const annexes = this.#annexes.map(({ number, annex }) => {
      return { title: this.#words.annexes[annex.name], target: number, items: [] };
    });
    const chapters = this.#chapters.map(({ number, name, type }) => ({
      title: name,
      target: number,
      items: this.#index
        .of(type.uid)
        .map((entry) => ({ title: entry.title, target: entry.number, items: [] })),
    }));
    return [...chapters, ...annexes];
  }

  get #title(): string {
    const [only] = this.#chapters;
    return this.settings.title ?? (this.#chapters.length === 1 && only ? only.name : this.#words.title);
  }

  /** The project that is the whole site needs no name. */
  get #project(): string {
    const { project } = this.request.head;
    return project === 'site' ? '' : project;
  }

  #status(): string {
    const { allStatus, draft, published } = this.#words;
    const { statuses: all } = this.#index;
    if (all.has('draft') && all.has('published')) return allStatus;
    return all.has('draft') ? draft : all.has('published') ? published : '';
  }

  #counted(count: number): string {
    return `${count} ${count === 1 ? this.#words.entry : this.#words.entries}`;
  }
}

/** Whether the entries of a type are texts to be read, and not rows of a list. */
function isLong(fields: ExportField[]): boolean {
  return fields.some(({ kind, ...field }) => {
    if (kind === 'zone') return true;
    return 'type' in field && (field.type === 'richtext' || field.type === 'blocks');
  });
}

async function pagesOf(pdf: Uint8Array): Promise<number> {
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  return (await PDFDocument.load(pdf, { updateMetadata: false })).getPageCount();
}

function tooManyPages(most: number): KeepsakeError {
  return new KeepsakeError('pdf_too_many_pages', `The PDF has more than the ${most} pages that it may.`, {
    hint: 'Choose fewer entries, or raise pdf.limits.pages in the settings.',
  });
}
