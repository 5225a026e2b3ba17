import { alternate } from '../alternate.mjs';
import { row } from '../rows.mjs';

const FORMATS = ['csv', 'json', 'zip'];
const MB = 1e6;

/** Exports of everything, draft and published, against a full backup of the same site; and what memory they take. */
export async function measureExports(bench) {
  return [...(await measureTimes(bench)), ...(await measurePeaks(bench))];
}

async function measureTimes({ wanted, sites, template, counts, say }) {
  const formats = FORMATS.filter((format) => wanted.has(`export-${format}`));
  if (formats.length === 0) return [];
  const sides = { 'full backup': () => onCopy(sites, template, 'backup') };
  for (const format of formats)
    sides[`export as ${format}`] = () => onCopy(sites, template, 'export', { format, rows: counts.rows });
  const median = await alternate(sides, say);
  const full = median['full backup'];
  return formats.map((format) => {
    const ours = median[`export as ${format}`];
    const { documents, bytes } = ours.export;
    say(`export as ${format}: ${bytes} bytes, ${Math.round(documents / ours.seconds)} documents/s`);
    return row(`export-${format}`, ours.seconds, full.seconds, 's');
  });
}

async function measurePeaks({ wanted, sites, template, say }) {
  const rows = [];
  for (const format of FORMATS.filter((one) => wanted.has(`export-${one}-rss-over-idle-mb`))) {
    const { idle, peak } = await onCopy(sites, template, 'memory', { format });
    say(`export as ${format}: idle ${(idle / MB).toFixed(0)} MB, peak ${(peak / MB).toFixed(0)} MB`);
    rows.push(row(`export-${format}-rss-over-idle-mb`, (peak - idle) / MB, idle / MB, 'MB'));
  }
  return rows;
}

async function onCopy(sites, template, task, argument) {
  const site = await sites.copy(template);
  try {
    return await sites.run(site, task, argument);
  } finally {
    await sites.remove(site);
  }
}
