import type { ExportFormatName, ExportOptions } from '../../../shared/contracts/exports';
import type { TemplateOptions } from '../../../shared/contracts/templates';

/** What the form of an export has chosen; empty lists stand for all. */
export interface ExportChoice {
  format: ExportFormatName;
  contentTypes: string[];
  documentIds: string[];
  fields: string[];
  locales: string[];
  status: NonNullable<ExportOptions['status']>;
  /** Null: what the format has by itself. */
  includeAssets: boolean | null;
  includeHistory: boolean;
  includeVersions: boolean;
  includeComponents: boolean;
  minify: boolean;
  deleteAfterDownload: boolean;
  /** By format; what is not in it has its default. */
  settings: Record<string, unknown>;
}

/** What the content manager hands over: entries of one content type, or all of it in a language. */
export interface ExportSelection {
  contentType: string;
  documentIds: string[];
  locale: string | null;
}

const EMPTY: ExportChoice = {
  format: 'csv',
  contentTypes: [],
  documentIds: [],
  fields: [],
  locales: [],
  status: 'draft',
  includeAssets: null,
  includeHistory: false,
  includeVersions: false,
  includeComponents: true,
  minify: false,
  deleteAfterDownload: false,
  settings: {},
};

/** The choice that options stand for: of a template, of an earlier export, or none yet. */
export function readOptions(options: Partial<ExportOptions> = {}): ExportChoice {
  const { customSettings = {}, contentTypes, documentIds, fields, locales } = options;
  return {
    format: options.format ?? EMPTY.format,
    contentTypes: contentTypes ?? [],
    documentIds: documentIds ?? [],
    fields: fields ?? [],
    locales: locales ?? [],
    status: options.status ?? EMPTY.status,
    includeAssets: options.includeAssets ?? null,
    includeHistory: options.includeHistory ?? EMPTY.includeHistory,
    includeVersions: options.includeVersions ?? EMPTY.includeVersions,
    includeComponents: options.includeComponents ?? EMPTY.includeComponents,
    minify: options.minify ?? EMPTY.minify,
    deleteAfterDownload: options.deleteAfterDownload ?? EMPTY.deleteAfterDownload,
    settings: customSettings,
  };
}

/** What the server is asked for: only what is not a default. */
export function toOptions(choice: ExportChoice): ExportOptions {
  const { format, status, includeAssets, includeComponents, settings } = choice;
  const some = (list: string[]) => (list.length > 0 ? list : undefined);
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const options = {
    contentTypes: some(choice.contentTypes),
    documentIds: some(choice.documentIds),
    fields: some(choice.fields),
    locales: some(choice.locales),
    status: status === EMPTY.status ? undefined : status,
    includeAssets: includeAssets ?? undefined,
    includeHistory: (takesAnnexes(choice) && choice.includeHistory) || undefined,
    includeVersions: (takesAnnexes(choice) && choice.includeVersions) || undefined,
    includeComponents: includeComponents ? undefined : false,
    minify: choice.minify || undefined,
    deleteAfterDownload: choice.deleteAfterDownload || undefined,
    customSettings: given.length > 0 ? Object.fromEntries(given) : undefined,
  };
  const chosen = Object.entries(options).filter(([, value]) => value !== undefined);
  return { format, ...Object.fromEntries(chosen) };
}

/** What a template keeps: not the entries that were chosen this once. */
export function toTemplateOptions(choice: ExportChoice): TemplateOptions {
  return toOptions({ ...choice, documentIds: [] });
}

/** Another format: its settings are others, but for who may see what. */
export function withFormat(choice: ExportChoice, format: ExportFormatName): ExportChoice {
  if (format === choice.format) return choice;
  const { private: showsPrivate } = choice.settings;
  const settings = showsPrivate === true ? { private: true } : {};
  return { ...choice, format, includeAssets: null, minify: false, settings };
}

/** Lines of records hold no files. */
export const takesAssets = ({ format, settings }: ExportChoice) =>
  format !== 'json' || settings.lines !== true;

/** Nor history and versions. */
export const takesAnnexes = takesAssets;

export const hasAssets = (choice: ExportChoice) =>
  takesAssets(choice) && (choice.includeAssets ?? choice.format === 'zip');

/** Of what one page hands to another, that which is a selection. */
export function readSelection(state: unknown): ExportSelection | null {
  const { contentType, documentIds, locale } = (state ?? {}) as Partial<Record<string, unknown>>;
  if (typeof contentType !== 'string' || !Array.isArray(documentIds)) return null;
  return {
    contentType,
    documentIds: documentIds.filter((id): id is string => typeof id === 'string'),
    locale: typeof locale === 'string' ? locale : null,
  };
}

export function selectionChoice({ contentType, documentIds, locale }: ExportSelection): ExportChoice {
  return readOptions({
    format: 'csv',
    contentTypes: [contentType],
    documentIds,
    locales: locale === null ? [] : [locale],
  });
}
