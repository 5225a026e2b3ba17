import type { BrowserPlace } from '../../rendering/find-browser';
import type { RenderLimits } from '../../rendering/chromium-renderer';
import type { TemplateFiles } from './templates';

/** How an export as PDF looks; `customSettings` of a request, defaults filled in. */
export interface PdfSettings {
  /** Of the document; null for one that says what is in it. */
  title: string | null;
  paper: (typeof PAPERS)[number];
  orientation: 'portrait' | 'landscape';
  /** On every side, in millimetres. */
  margin: number;
  /** A table of contents behind the cover. */
  toc: boolean;
  /** Pictures as pictures; otherwise their names. */
  pictures: boolean;
  /** Of what the document itself says; the content stays in its own. */
  language: (typeof PDF_LANGUAGES)[number];
}

export const PAPERS = ['A3', 'A4', 'A5', 'Letter', 'Legal'] as const;
export const PDF_LANGUAGES = ['en', 'de'] as const;
export const MARGINS = { least: 5, most: 60 };

export const PDF_DEFAULTS: PdfSettings = {
  title: null,
  paper: 'A4',
  orientation: 'portrait',
  margin: 20,
  toc: true,
  pictures: true,
  language: 'en',
};

/** What the site brings along for its PDFs, as plain data: it crosses to a worker thread. */
export interface PdfSite {
  browser: BrowserPlace;
  limits: RenderLimits & { pages: number };
  templates: TemplateFiles;
  /** By uid of a content type: the field that names its entries. */
  mainFields: Record<string, string>;
  /** By uid of a component: what editors call it. */
  componentNames: Record<string, string>;
}
