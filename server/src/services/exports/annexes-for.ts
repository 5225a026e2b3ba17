import type { Problem } from '../../../../shared/contracts/errors';
import type { ExportOptions } from '../../../../shared/contracts/exports';
import type { AnnexName } from '../../core/formats/annexes';
import type { Asker } from './asker';

type Included = Pick<ExportOptions, 'includeHistory' | 'includeVersions'>;

/** What an export holds beside content, by what was asked for and what the asker may see. */
export function annexesFor({ includeHistory, includeVersions }: Included, { sees }: Asker): AnnexName[] {
  const names: AnnexName[] = [];
  if (includeHistory && sees.activity) names.push('activity');
  if (includeHistory && sees.versions) names.push('changes');
  if (includeVersions && sees.versions) names.push('versions');
  return names;
}

/** What was asked for and is not theirs to see: an export without it says so. */
export function missingAnnexes({ includeHistory, includeVersions }: Included, { sees }: Asker): Problem[] {
  const missing: Problem[] = [];
  const note = (item: string, what: string) =>
    missing.push({ code: 'not_yours_to_see', message: `${what}: who asked may not see that.`, item });
  if (includeHistory && !sees.activity) note('includeHistory', 'The activity of the project');
  if (includeHistory && !sees.versions) note('includeHistory', 'What changed in its entries');
  if (includeVersions && !sees.versions) note('includeVersions', 'The versions of the project');
  return missing;
}
