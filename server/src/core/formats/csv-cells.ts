import type { ExportedLink } from './project-record';
import type { LinkField, ValueField } from './export-schema';
import { escapeFormula, unescapeFormula } from './formula-cells';

/** Null is an empty cell; an empty text is one in quotation marks. */
export type Cell = string | null;

/** How a value stands in a cell, and back. */
export interface CellForm {
  write(value: unknown): Cell;
  read(cell: Cell): unknown;
}

const NUMBERS = new Set(['integer', 'biginteger', 'decimal', 'float']);
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const BETWEEN = ' | ';

export const JSON_FORM: CellForm = {
  write: (value) => (value === null || value === undefined ? null : JSON.stringify(value)),
  read: (cell) => (cell === null ? null : (JSON.parse(cell) as unknown)),
};

export const TEXT_FORM: CellForm = {
  write: (value) => (value === null || value === undefined ? null : plain(value)),
  read: (cell) => cell,
};

export function valueForm({ column }: ValueField): CellForm {
  if (column === 'json' || column === 'formats') return JSON_FORM;
  if (column === 'boolean') return { ...TEXT_FORM, read: readBoolean };
  // Integers of 64 bits and decimals are texts with every digit in records, too.
  if (column !== 'integer' && column !== 'float') return TEXT_FORM;
  return { ...TEXT_FORM, read: (cell) => (cell === null ? null : Number(cell)) };
}

/** Spreadsheets write it in capitals. */
function readBoolean(cell: Cell): boolean | null {
  if (cell === null) return null;
  const text = cell.toLowerCase();
  if (text !== 'true' && text !== 'false') throw new Error('It is neither true nor false.');
  return text === 'true';
}

/** DocumentIds; of links that may lead anywhere with the type before them. */
export function linkIdsForm({ target }: LinkField): CellForm {
  return {
    write(value) {
      const links = (value ?? []) as ExportedLink[];
      if (links.length === 0) return null;
      return links
        .map(({ type, documentId }) => (target === null ? `${type} ${documentId}` : documentId))
        .join(BETWEEN);
    },
    read: (cell) => (cell === null ? [] : cell.split(BETWEEN)),
  };
}

/** `form` with every text made inert; a number stays one, its minus is no formula. */
export function inert(form: CellForm, column?: ValueField['column']): CellForm {
  const isNumber = (text: string) => column !== undefined && NUMBERS.has(column) && NUMBER.test(text);
  // JSON is a number at most where it begins with a sign.
  const isSafe = (text: string) => isNumber(text) || (form === JSON_FORM && NUMBER.test(text));
  return {
    write(value) {
      const text = form.write(value);
      return text === null || isSafe(text) ? text : escapeFormula(text);
    },
    read: (cell) => form.read(cell === null || isSafe(cell) ? cell : unescapeFormula(cell)),
  };
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  // What the schema does not expect in this column is shown as what it is.
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean);
}
