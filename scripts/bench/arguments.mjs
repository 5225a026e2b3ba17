import path from 'node:path';
import { parseArgs } from 'node:util';
import { EXTRA, LATER, ROWS } from './rows.mjs';

const DIFF_DOCUMENTS = '100000';
/** For one row alone; of the library's, content is not the point. */
const DOCUMENTS = {
  'diff-two-snapshots': DIFF_DOCUMENTS,
  'media-stream-rss-over-idle-mb': '100',
  'export-pdf': '100',
};
const CLIENTS = ['sqlite', 'postgres', 'mysql'];

/** Throws an Error with `usage: true` for words it does not know. */
export function parseArguments(args) {
  const parsed = parse(args);
  const { documents: asked, client, only, json, profile } = parsed;
  const documents = asked ?? DOCUMENTS[only] ?? '20000';
  const mediaGigabytes = Number(parsed.media);
  if (!(mediaGigabytes > 0)) throw usage(`--media takes a number of gigabytes, not "${parsed.media}".`);
  if (!/^[1-9]\d*$/.test(documents)) throw usage(`--documents takes a number, not "${documents}".`);
  if (!CLIENTS.includes(client)) throw usage(`--client takes ${CLIENTS.join(', ')}, not "${client}".`);
  return {
    documents: Number(documents),
    /** For the diff alone, which is of interest where reading everything would hurt. */
    diffDocuments: Number(asked ?? DIFF_DOCUMENTS),
    client,
    mediaGigabytes,
    wanted: only ? chosen(only.split(',')) : new Set(ROWS),
    // Asking for everything is worth a word on what there is not yet.
    later: only ? only.split(',').filter((name) => LATER.includes(name)) : LATER,
    json,
    profile: profile ? path.resolve(profile) : null,
  };
}

function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        documents: { type: 'string' },
        client: { type: 'string', default: 'sqlite' },
        only: { type: 'string' },
        media: { type: 'string', default: '5' },
        json: { type: 'boolean', default: false },
        profile: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    throw usage(error.message);
  }
}

function chosen(names) {
  const known = [...ROWS, ...EXTRA];
  const unknown = names.filter((name) => !known.includes(name) && !LATER.includes(name));
  if (unknown.length > 0)
    throw usage(`There is no row ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  return new Set(names.filter((name) => known.includes(name)));
}

function usage(message) {
  return Object.assign(new Error(message), { usage: true });
}
