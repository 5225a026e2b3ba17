import { FILE_UID } from '../../media/media-of-record';
import type { ExportField, ValueField } from '../export-schema';
import type { ExportedLink } from '../project-record';
import type { EntryFile, EntryFiles } from './entry-files';
import { markup } from './html';
import type { Html } from './html';
import { hasBlocks, printBlocks } from './print-blocks';
import { printMarkdown } from './print-markdown';
import { printPicture } from './print-picture';
import { isRichHtml, printRichHtml } from './print-rich-html';
import { readableLabel } from './value-text';
import type { ValueTexts } from './value-text';

/** What fields come to: the short ones as rows of a table, the long ones below each other. */
export interface PrintedFields {
  facts: Html[];
  sections: Html[];
  /** Labels of what has no value. */
  empty: string[];
}

export interface PrintingSite {
  texts: ValueTexts;
  componentNames: Record<string, string>;
  /** A link to an entry, by its label. */
  printLink(link: ExportedLink): Html;
}

type Printed = { kind: 'empty' } | { kind: 'fact'; value: Html } | { kind: 'section'; content: Html };

type Fields = Record<string, unknown>;

const EMPTY: Printed = { kind: 'empty' };
/** Longer texts, and those of several lines, are read below each other and not in a table. */
const FACT_CHARACTERS = 160;
const CELL_CHARACTERS = 90;
const MOST_COLUMNS = 5;
const SMALL_BYTES = 1e6;
const TITLES = ['title', 'heading', 'headline'];

/** Prints the fields of one entry: values, components in components, pictures, links. */
export class FieldPrinter {
  constructor(
    private readonly site: PrintingSite,
    private readonly files: EntryFiles,
  ) {}

  print(fields: ExportField[], values: Fields): PrintedFields {
    const printed: PrintedFields = { facts: [], sections: [], empty: [] };
    for (const field of fields) {
      const value = Object.hasOwn(values, field.name) ? values[field.name] : null;
      const label = readableLabel(field);
      const one = this.#field(field, value);
      if (one.kind === 'empty') printed.empty.push(label);
      else if (one.kind === 'fact')
        printed.facts.push(
          markup`<tr><th scope="row" dir="auto">${label}</th><td dir="auto">${one.value}</td></tr>`,
        );
      else
        printed.sections.push(
          markup`<section class="field"><p class="label" dir="auto">${label}</p>${one.content}</section>`,
        );
    }
    return printed;
  }

  #field(field: ExportField, value: unknown): Printed {
    switch (field.kind) {
      case 'value':
        return this.#value(field, value);
      case 'link':
        return this.#links((value ?? []) as ExportedLink[]);
      case 'component': {
        if (!field.repeatable)
          return value ? this.#parts([this.#part(field.fields, value as Fields)]) : EMPTY;
        const items = (value ?? []) as Fields[];
        return (
          this.#table(field.fields, items) ?? this.#parts(items.map((item) => this.#part(field.fields, item)))
        );
      }
      case 'zone': {
        const parts = ((value ?? []) as Fields[]).map((item) => {
          const uid = String(item.__component);
          const fields = field.components.find((component) => component.uid === uid)?.fields ?? [];
          return this.#part(fields, item, this.site.componentNames[uid] ?? uid);
        });
        const shown = parts.filter((part) => part !== null);
        return shown.length === 0
          ? EMPTY
          : { kind: 'section', content: markup`<div class="zone">${shown}</div>` };
      }
    }
  }

  #value(field: ValueField, value: unknown): Printed {
    if (value === null || value === '') return EMPTY;
    if (field.type === 'blocks')
      return hasBlocks(value) ? prose(markup`${printBlocks(value, this.files)}`) : EMPTY;
    if (field.type === 'richtext' && typeof value === 'string') return this.#richText(value);
    if (value !== null && typeof value === 'object') {
      const isEmpty = Object.keys(value).length === 0;
      return isEmpty
        ? EMPTY
        : { kind: 'section', content: markup`<pre>${JSON.stringify(value, null, 2)}</pre>` };
    }
    const text = this.site.texts.of(field, value);
    if (text.trim() === '') return EMPTY;
    const isShort = text.length <= FACT_CHARACTERS && !text.trim().includes('\n');
    if (isShort) return { kind: 'fact', value: markup`${text}` };
    return prose(
      markup`${text.split(/\n\s*\n/).map((paragraph) => markup`<p dir="auto">${paragraph.trim()}</p>`)}`,
    );
  }

  #richText(text: string): Printed {
    if (text.trim() === '') return EMPTY;
    return prose(isRichHtml(text) ? printRichHtml(text, this.files) : printMarkdown(text, this.files));
  }

  #links(links: ExportedLink[]): Printed {
    if (links.length === 0) return EMPTY;
    const files: EntryFile[] = [];
    const others: Html[] = [];
    for (const link of links) {
      const file = link.type === FILE_UID ? this.files.byId(link.documentId) : null;
      if (file?.isPicture) files.push(file);
      else others.push(file ? printFileName(file) : this.site.printLink(link));
    }
    const names = others.map((one, at) => markup`${at > 0 ? ', ' : ''}${one}`);
    if (files.length === 0) return { kind: 'fact', value: markup`${names}` };
    const pictures = files.map((file) => printPicture(file));
    const content =
      pictures.length > 1 ? markup`<div class="pictures">${pictures}</div>` : markup`${pictures}`;
    return {
      kind: 'section',
      content: markup`${content}${names.length > 0 ? markup`<p>${names}</p>` : null}`,
    };
  }

  #parts(parts: (Html | null)[]): Printed {
    const shown = parts.filter((part) => part !== null);
    return shown.length === 0 ? EMPTY : { kind: 'section', content: markup`${shown}` };
  }

  #part(fields: ExportField[], values: Fields, name?: string): Html | null {
    const title = name === undefined ? null : titleAmong(fields, values);
    const others = fields.filter((field) => field !== title?.field);
    const { facts, sections } = this.print(others, values);
    if (title === null && facts.length === 0 && sections.length === 0) return null;
    return markup`<div class="part">
      ${name === undefined ? null : markup`<p class="label" dir="auto">${name}</p>`}
      ${title === null ? null : markup`<h3 class="part-title" dir="auto">${title.text}</h3>`}
      ${facts.length > 0 ? markup`<table class="facts">${facts}</table>` : null}${sections}
    </div>`;
  }

  /** Components of a few short values read best as a table. */
  #table(fields: ExportField[], items: Fields[]): Printed | null {
    if (items.length < 2) return null;
    const rows: Printed[][] = items.map((item) =>
      fields.map((field) => this.#field(field, item[field.name] ?? null)),
    );
    const used = fields.flatMap((field, at) =>
      rows.some((row) => row[at]?.kind !== 'empty') ? [{ field, at }] : [],
    );
    const fits = rows.every((row) => row.every((cell) => cell.kind === 'empty' || isCell(cell)));
    if (!fits || used.length === 0 || used.length > MOST_COLUMNS) return null;
    const head = used.map(({ field }) => markup`<th scope="col" dir="auto">${readableLabel(field)}</th>`);
    const body = rows.map((row) => {
      const cells = used.map(({ at }) => {
        const cell = row[at];
        return markup`<td dir="auto">${cell?.kind === 'fact' ? cell.value : ''}</td>`;
      });
      return markup`<tr>${cells}</tr>`;
    });
    const content = markup`<table class="rows"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
    return { kind: 'section', content };
  }
}

/** The field of a section that reads as its heading. */
function titleAmong(fields: ExportField[], values: Fields): { field: ExportField; text: string } | null {
  const field = fields.find(({ kind, name }) => kind === 'value' && TITLES.includes(name));
  const text = field ? values[field.name] : null;
  return field && typeof text === 'string' && text.trim() !== '' ? { field, text } : null;
}

function isCell(printed: Printed): boolean {
  return printed.kind === 'fact' && printed.value.text.replace(/<[^>]*>/g, '').length <= CELL_CHARACTERS;
}

function prose(content: Html): Printed {
  return { kind: 'section', content: markup`<div class="prose">${content}</div>` };
}

function printFileName({ name, bytes }: EntryFile): Html {
  const size =
    bytes < SMALL_BYTES ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
  return markup`${name} <span class="muted">(${size})</span>`;
}
