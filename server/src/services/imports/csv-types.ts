import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import { columnNamed, inputColumns } from '../../core/formats/csv-input';
import { CSV_DEFAULTS } from '../../core/formats/csv-settings';
import type { ExportType } from '../../core/formats/export-schema';
import { compileFields } from '../exports/compile-fields';
import { exportablePlans } from '../exports/compile-export';
import { fieldLabels } from '../exports/field-labels';
import { compileReadPlan } from '../snapshots/compile-read-plan';

/** What a table may hold: the content types that can be exported, with all of their fields. */
export async function csvTypes(strapi: Core.Strapi): Promise<ExportType[]> {
  const plan = compileReadPlan(strapi);
  const plans = exportablePlans(plan);
  const labels = await fieldLabels(strapi, [...plans.map(({ uid }) => uid), ...Object.keys(plan.components)]);
  const compiler = { strapi, plan, labels, leavesOut: () => false, includeComponents: true };
  return plans.map((type) => ({
    uid: type.uid,
    name: type.uid,
    displayName: type.displayName,
    fields: compileFields(compiler, type.uid, type),
    grants: null,
  }));
}

/**
 * The type of this name.
 *
 * @throws KeepsakeError `content_type_unknown`: without its schema a table cannot be read
 */
export function csvTypeOf(types: ExportType[], uid: string): ExportType {
  const type = types.find((one) => one.uid === uid);
  if (type) return type;
  throw new KeepsakeError(
    'content_type_unknown',
    `The file has a table of ${uid}, which this site does not have, or which is not read from tables.`,
    { hint: 'Make the content type first, or export the others only.', item: uid },
  );
}

/**
 * The type of a table that does not say it: the only one that is chosen, or the only one that has all of the columns.
 *
 * @throws KeepsakeError `content_type_unknown`, `csv_type_unknown`
 */
export function csvTypeByColumns(
  types: ExportType[],
  titles: string[],
  chosen: string[] | undefined,
): ExportType {
  const [only, other] = chosen ?? [];
  if (only && !other) return csvTypeOf(types, only);
  const fitting = types.filter((type) => {
    const known = inputColumns(type, CSV_DEFAULTS);
    return titles.every((title) => columnNamed(known, title));
  });
  const [fits, another] = fitting;
  if (fits && !another) return fits;
  const what = fits
    ? `its columns fit ${fitting.map(({ uid }) => uid).join(', ')}`
    : 'no content type of this site has all of its columns';
  throw new KeepsakeError('csv_type_unknown', `The CSV file does not say what it holds: ${what}.`, {
    hint: 'Choose one content type (contentTypes; --only at the command line), or export it with customSettings.contentType.',
    item: fits ? fitting.map(({ uid }) => uid).join(' ') : 'contentTypes',
  });
}
