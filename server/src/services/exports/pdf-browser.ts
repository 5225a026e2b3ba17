import type { Core } from '@strapi/strapi';

import { asKeepsakeError } from '../../core/errors';
import { startBrowser } from '../../core/rendering/browser-process';
import { findBrowser } from '../../core/rendering/find-browser';
import type { FoundBrowser } from '../../core/rendering/find-browser';
import { keepsakeConfig } from '../repository/private-directory';

/** The browser that makes PDF here, or why there is none. */
export function findPdfBrowser(strapi: Core.Strapi): FoundBrowser {
  return findBrowser(keepsakeConfig(strapi).pdf.executablePath);
}

/** How PDF is made on this server, for the page of its health. */
export interface PdfHealth {
  available: boolean;
  /** Why it is not. */
  reason: string | null;
  /** For example `Chrome/143.0.7499.0`. */
  version: string | null;
  /** Whether the browser has a sandbox of the system; null where there is no browser. */
  sandboxed: boolean | null;
  /** What an operator should know although it works. */
  warning: string | null;
}

/** Starts the browser once to see whether it works, which takes about half a second. Never throws. */
export async function checkPdfHealth(strapi: Core.Strapi): Promise<PdfHealth> {
  const { place, reason } = findPdfBrowser(strapi);
  const nothing = { available: false, version: null, sandboxed: null, warning: null };
  if (place === null) return { ...nothing, reason };
  try {
    const { browser, sandboxed, close } = await startBrowser(place);
    const version = await browser.version().finally(close);
    return { available: true, reason: null, version, sandboxed, warning: sandboxed ? null : WITHOUT_SANDBOX };
  } catch (error) {
    return { ...nothing, reason: asKeepsakeError(error).message };
  }
}

const WITHOUT_SANDBOX =
  'The browser that makes PDF runs without a sandbox, because the system allows it none. It still runs no scripts and ' +
  'reaches nothing. To give it one, let the server run as a user who may make namespaces (docs/pdf.md).';
