import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { row } from '../rows.mjs';

const NAME = 'export-pdf';
const ENTRIES = 1000;
const MB = 1e6;

/** An export of a thousand articles as PDF, each with a picture, on a site of their own. */
export async function measurePdf({ wanted, sites, say }) {
  if (!wanted.has(NAME)) return [];
  const site = await sites.create();
  try {
    await sites.run(site, 'fill', { documents: ENTRIES });
    const { pictures, bytes } = await sites.run(site, 'fill-pictures');
    const result = await sites.run(site, 'export-pdf');
    if (result.reason) {
      say(`${NAME} is left out: ${result.reason}`);
      return [];
    }
    const { seconds, idle, peak } = result;
    const made = result.export;
    if (made.documents < ENTRIES) throw new Error(`The PDF has ${made.documents} of ${ENTRIES} entries.`);
    say(
      `export as pdf: ${made.documents} entries, ${pictures} pictures of ${Math.round(bytes / pictures / 1000)} KB, ` +
        `${(made.bytes / MB).toFixed(1)} MB in ${seconds.toFixed(1)} s, peak ${((peak - idle) / MB).toFixed(0)} MB over idle`,
    );
    return [row(NAME, seconds, null, 's')];
  } finally {
    await sites.remove(site);
    const uploads = path.join(sites.app, 'public', 'uploads');
    rmSync(uploads, { recursive: true, force: true });
    mkdirSync(uploads);
  }
}
