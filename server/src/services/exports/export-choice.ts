import { z } from 'zod';

import type { ExportOptions } from '../../../../shared/contracts/exports';
import { KeepsakeError } from '../../core/errors';
import { CSV_DEFAULTS, CSV_DELIMITERS, EXCEL_ROWS, ROUND_TRIP } from '../../core/formats/csv-settings';
import type { CsvSettings } from '../../core/formats/csv-settings';
import type { ExportFormat } from '../../core/formats/export-request';
import { MARGINS, PAPERS, PDF_DEFAULTS, PDF_LANGUAGES } from '../../core/formats/pdf/pdf-settings';

/** The options of an export as they were chosen, every default filled in. */
export interface ExportChoice {
  options: ExportOptions & typeof DEFAULTS & { includeAssets: boolean };
  format: ExportFormat;
  /** How deep links are populated. */
  populate: number;
  showsPrivate: boolean;
  hasLabels: boolean;
}

const DEFAULTS = {
  includeHistory: false,
  includeVersions: false,
  includeComponents: true,
  minify: false,
  deleteAfterDownload: false,
  status: 'draft' as 'draft' | 'published' | 'all',
};

const chosen = (most: number) =>
  z
    .array(z.string().min(1).max(255))
    .min(1, 'must name at least one; leave it out for all')
    .max(most)
    .optional();

export const optionsSchema = z.strictObject({
  format: z.enum(['json', 'csv', 'pdf', 'zip']),
  includeAssets: z.boolean().optional(),
  includeHistory: z.boolean().default(DEFAULTS.includeHistory),
  includeVersions: z.boolean().default(DEFAULTS.includeVersions),
  includeComponents: z.boolean().default(DEFAULTS.includeComponents),
  minify: z.boolean().default(DEFAULTS.minify),
  template: z.string().min(1).max(255).optional(),
  customSettings: z.record(z.string(), z.unknown()).optional(),
  contentTypes: chosen(1000),
  documentIds: chosen(10_000),
  fields: chosen(1000),
  locales: chosen(500),
  status: z.enum(['draft', 'published', 'all']).default(DEFAULTS.status),
  deleteAfterDownload: z.boolean().default(DEFAULTS.deleteAfterDownload),
});

export const bulkSchema = z.looseObject({
  projects: z
    .array(z.string().min(1).max(255), 'must be a list of projects')
    .min(1, 'must name at least one')
    .max(100, 'may name at most 100'),
});

/** @throws KeepsakeError `request_invalid` that names `projects` */
export function parseBulk(input: unknown): { projects: string[] } & Record<string, unknown> {
  return checked(bulkSchema, input, []);
}

const common = {
  /** Fields that Strapi's own API never shows; only for who may see them. */
  private: z.boolean().default(false),
};
const populate = z.number().int().min(0).max(5).default(0);

const jsonSettings = z
  .strictObject({
    ...common,
    /** A record per line (NDJSON) instead of one document. */
    lines: z.boolean().default(false),
    populate,
  })
  .prefault({});

const zipSettings = z
  .strictObject({ ...common, records: z.enum(['json', 'ndjson']).default('json'), populate })
  .prefault({});

const csvSettings = z
  .strictObject({
    ...common,
    /** `roundTrip`: written so that every record can be read back as it was. */
    profile: z.enum(['people', 'roundTrip']).default('people'),
    delimiter: z.enum(CSV_DELIMITERS).default(CSV_DEFAULTS.delimiter),
    bom: z.boolean().default(CSV_DEFAULTS.bom),
    escapeFormulas: z.boolean().optional(),
    header: z.enum(['names', 'labels']).optional(),
    components: z.enum(['columns', 'json']).optional(),
    repeatables: z.enum(['json', 'columns', 'files']).optional(),
    links: z.enum(['ids', 'json']).optional(),
    contentType: z.boolean().optional(),
    rowsPerFile: z.number().int().min(1).max(EXCEL_ROWS).default(CSV_DEFAULTS.rowsPerFile),
  })
  .superRefine((settings, context) => {
    if (settings.profile !== 'roundTrip') return;
    for (const [name, value] of Object.entries(ROUND_TRIP)) {
      const given = settings[name as keyof typeof ROUND_TRIP];
      if (given === undefined || given === value) continue;
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `is ${String(value)} in the profile roundTrip`,
      });
    }
  })
  .prefault({});

const pdfSettings = z
  .strictObject({
    ...common,
    title: z.string().trim().min(1).max(200).nullable().default(PDF_DEFAULTS.title),
    paper: z.enum(PAPERS).default(PDF_DEFAULTS.paper),
    orientation: z.enum(['portrait', 'landscape']).default(PDF_DEFAULTS.orientation),
    /** In millimetres, on every side. */
    margin: z.number().min(MARGINS.least).max(MARGINS.most).default(PDF_DEFAULTS.margin),
    toc: z.boolean().default(PDF_DEFAULTS.toc),
    pictures: z.boolean().default(PDF_DEFAULTS.pictures),
    language: z.enum(PDF_LANGUAGES).default(PDF_DEFAULTS.language),
  })
  .prefault({});

/**
 * Reads the options of an export.
 *
 * @param input With the options of its template among them; the template itself is only a name here
 * @throws KeepsakeError `request_invalid` that names each wrong field
 */
export function parseExportChoice(input: unknown): ExportChoice {
  const parsed = checked(optionsSchema, input, []);
  const { customSettings = {}, includeAssets = parsed.format === 'zip', ...rest } = parsed;
  const options = { ...rest, includeAssets };
  const at = ['customSettings'];
  switch (options.format) {
    case 'json': {
      const { lines, populate: depth, private: showsPrivate } = checked(jsonSettings, customSettings, at);
      if (lines && includeAssets) throw onlyRecords('includeAssets', 'files');
      if (lines && rest.includeHistory) throw onlyRecords('includeHistory', 'history');
      if (lines && rest.includeVersions) throw onlyRecords('includeVersions', 'versions');
      const format: ExportFormat = lines ? { kind: 'ndjson' } : { kind: 'json', minify: options.minify };
      return {
        options: { ...options, customSettings: { lines, populate: depth, private: showsPrivate } },
        format,
        populate: depth,
        showsPrivate,
        hasLabels: false,
      };
    }
    case 'zip': {
      const { records, populate: depth, private: showsPrivate } = checked(zipSettings, customSettings, at);
      return {
        options: { ...options, customSettings: { records, populate: depth, private: showsPrivate } },
        format: { kind: 'zip', records, minify: options.minify },
        populate: depth,
        showsPrivate,
        hasLabels: false,
      };
    }
    case 'csv': {
      const { profile, private: showsPrivate, ...given } = checked(csvSettings, customSettings, at);
      const csv: CsvSettings = {
        ...CSV_DEFAULTS,
        ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
        ...(profile === 'roundTrip' ? ROUND_TRIP : {}),
      };
      return {
        options: { ...options, customSettings: { profile, ...csv, private: showsPrivate } },
        format: { kind: 'csv', ...csv },
        populate: 0,
        showsPrivate,
        hasLabels: csv.header === 'labels',
      };
    }
    case 'pdf': {
      const { private: showsPrivate, ...pdf } = checked(pdfSettings, customSettings, at);
      return {
        options: { ...options, customSettings: { ...pdf, private: showsPrivate } },
        format: { kind: 'pdf', ...pdf },
        // What relations lead to is shown by its name.
        populate: 1,
        showsPrivate,
        hasLabels: true,
      };
    }
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, input: unknown, at: string[]): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => {
    return `${[...at, ...path].join('.') || 'options'}: ${message}`;
  });
  throw new KeepsakeError('request_invalid', `The export is not valid. ${wrong.join('; ')}`, {
    hint: 'Correct the named fields and send it again.',
    item: [...at, ...(result.error.issues[0]?.path ?? [])].join('.'),
  });
}

function onlyRecords(option: string, what: string): KeepsakeError {
  return new KeepsakeError('request_invalid', `${option}: lines of records hold no ${what}.`, {
    hint: 'Take the format zip, or json without customSettings.lines.',
    item: option,
  });
}
