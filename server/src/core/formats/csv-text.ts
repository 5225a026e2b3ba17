import { stringify } from 'csv-stringify/sync';

import type { Cell } from './csv-cells';
import type { CsvSettings } from './csv-settings';

/**
 * Whatever any program may take for a separator is quoted, not only this file's own: Excel takes the semicolon where a
 * comma is the decimal sign, and a cell that it cuts in two may begin with a formula. An empty text is quoted too, which
 * tells it from no text.
 */
const QUOTED = [/[,;|\t\r\n]/, /^$/];

/** Lines of RFC 4180, each ended by CR LF. */
export function csvText(rows: Cell[][], { delimiter }: Pick<CsvSettings, 'delimiter'>): string {
  return stringify(rows, { delimiter, record_delimiter: '\r\n', quoted_match: QUOTED });
}
