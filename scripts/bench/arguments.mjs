import path from 'node:path';
import { parseArgs } from 'node:util';
import { LATER, ROWS } from './rows.mjs';

const DIFF_DOCUMENTS = '100000';
const CLIENTS = ['sqlite', 'postgres', 'mysql'];

/** Throws an Error with `usage: true` for words it does not know. */
export function parseArguments(args) {
  const { documents: asked, client, only, json, profile } = parse(args);
  const documents = asked ?? (only === 'diff-two-snapshots' ? DIFF_DOCUMENTS : '20000');
  if (!/^[1-9]\d*$/.test(documents)) throw usage(`--documents takes a number, not "${documents}".`);
  if (!CLIENTS.includes(client)) throw usage(`--client takes ${CLIENTS.join(', ')}, not "${client}".`);
  return {
    documents: Number(documents),
    /** For the diff alone, which is of interest where reading everything would hurt. */
    diffDocuments: Number(asked ?? DIFF_DOCUMENTS),
    client,
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
  const unknown = names.filter((name) => !ROWS.includes(name) && !LATER.includes(name));
  if (unknown.length > 0) throw usage(`There is no row ${unknown.join(', ')}; there are ${ROWS.join(', ')}.`);
  return new Set(names.filter((name) => ROWS.includes(name)));
}

function usage(message) {
  return Object.assign(new Error(message), { usage: true });
}
