/** The format that the manifest of several files names, with its version. */
export const CSV_FORMAT = 'keepsake csv 1';

export const CSV_DELIMITERS = [',', ';', '\t', '|'] as const;

/** What is to be known of a file to read it. */
export interface CsvDialect {
  delimiter: (typeof CSV_DELIMITERS)[number];
  /** Cells that a spreadsheet would run as a formula get an apostrophe in front. */
  escapeFormulas: boolean;
}

/** How an export as CSV is written; `customSettings` of a request, defaults filled in. */
export interface CsvSettings extends CsvDialect {
  /** A byte order mark first, which Excel on Windows wants before it believes that a file is UTF-8. */
  bom: boolean;
  header: 'names' | 'labels';
  /** `columns`: a column per field of a component. `json`: the component as one cell, which keeps an empty one apart from none. */
  components: 'columns' | 'json';
  /** Lists of components and dynamic zones: as one cell of JSON, in numbered columns, or in files of their own. */
  repeatables: 'json' | 'columns' | 'files';
  /** `ids`: documentIds with ` | ` between them. `json`: all that a link says. */
  links: 'ids' | 'json';
  /** A first column with the content type, by which a single file says what it holds. */
  contentType: boolean;
  /** Rows of a file without its header; more go on in the next file. */
  rowsPerFile: number;
}

/** Rows of a sheet of Excel, less the header. */
export const EXCEL_ROWS = 1_048_575;

export const CSV_DEFAULTS: CsvSettings = {
  delimiter: ',',
  bom: false,
  escapeFormulas: true,
  header: 'names',
  components: 'columns',
  repeatables: 'json',
  links: 'ids',
  contentType: false,
  rowsPerFile: EXCEL_ROWS,
};

/** What a file must be written with for `readCsv` to give back every record as it was. */
export const ROUND_TRIP = {
  escapeFormulas: true,
  header: 'names',
  components: 'json',
  repeatables: 'json',
  links: 'json',
  contentType: true,
} as const satisfies Partial<CsvSettings>;
