import { Readable } from 'node:stream';

import type { Activity } from '../../../../shared/contracts/activity';
import { csvText } from '../../core/formats/csv-text';
import { escapeFormula } from '../../core/formats/formula-cells';

const HEAD = [
  'at',
  'action',
  'outcome',
  'actor_kind',
  'actor_id',
  'actor',
  'ip',
  'project',
  'object_type',
  'object_id',
  'object',
  'details',
  'id',
];

/** One line an event, for a spreadsheet: no cell is run as a formula. */
export function activityCsv(pages: AsyncIterable<Activity[]>): Readable {
  return Readable.from(lines(pages), { objectMode: false });
}

async function* lines(pages: AsyncIterable<Activity[]>): AsyncGenerator<Buffer> {
  const text = (rows: string[][]) => Buffer.from(csvText(rows, { delimiter: ',' }));
  yield text([HEAD]);
  for await (const page of pages) yield text(page.map((one) => cellsOf(one).map(escapeFormula)));
}

function cellsOf({ documentId, at, action, outcome, actor, project, object, details }: Activity): string[] {
  return [
    at,
    action,
    outcome,
    actor.kind,
    actor.id ?? '',
    actor.name ?? '',
    actor.ip ?? '',
    project ?? '',
    object?.type ?? '',
    object?.id ?? '',
    object?.name ?? '',
    Object.keys(details).length > 0 ? JSON.stringify(details) : '',
    documentId,
  ];
}
