import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';

import { COMMAND_LINE } from '../../server/src/services/exports/asker';
import type { ZooSite } from './zoo-site';

interface JsonRecord {
  contentType: string;
  documentId: string;
  fields: Record<string, unknown>;
}

/** Every record of the zoo as an export has it, as JSON and as a row of a table, in an order of its own. */
export async function exportsOf(site: ZooSite): Promise<{ json: string[]; csv: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-zoo-exports-'));
  const write = async (name: string, options: object) => {
    const path = join(folder, name);
    const whole = { status: 'all', ...options };
    const { done } = await site.service('exports').startFile('site', whole, path, COMMAND_LINE);
    await done;
    return path;
  };
  try {
    const json = await write('zoo.json', { format: 'json', customSettings: { private: true } });
    const { content } = JSON.parse(readFileSync(json, 'utf8')) as { content: Record<string, JsonRecord[]> };
    const settings = { profile: 'roundTrip', private: true };
    const zip = await write('zoo.zip', { format: 'csv', customSettings: settings });
    const names = execFileSync('unzip', ['-Z1', zip], { encoding: 'utf8' }).trim().split('\n');
    const rows = names
      .filter((name) => name.endsWith('.csv'))
      .flatMap((name) => {
        const text = execFileSync('unzip', ['-p', zip, name], { encoding: 'utf8', maxBuffer: 64e6 });
        return parse<Record<string, string>>(text, { columns: true });
      });
    return {
      json: Object.values(content)
        .flat()
        .map((record) =>
          JSON.stringify({ ...record, fields: withoutExact(record.contentType, record.fields) }),
        )
        .sort(),
      csv: rows.map((row) => JSON.stringify(withoutExact(row.contentType ?? '', row))).sort(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** SQLite has no decimals of thirty digits, and a restore says so. */
function withoutExact(uid: string, values: Record<string, unknown>): Record<string, unknown> {
  return uid === 'api::plain.plain' ? { ...values, exact: null } : values;
}
