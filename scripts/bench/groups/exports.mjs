import { alternate } from '../alternate.mjs';
import { row } from '../rows.mjs';

const FORMATS = ['csv', 'json', 'zip'];
const MB = 1e6;

/** Exports of everything, draft and published, against a full backup of the same site. */
export async function measureExports({ wanted, sites, template, counts, say }) {
  const formats = FORMATS.filter((format) => wanted.has(`export-${format}`));
  if (formats.length === 0) return [];
  const onCopy = async (task, argument) => {
    const site = await sites.copy(template);
    try {
      return await sites.run(site, task, argument);
    } finally {
      await sites.remove(site);
    }
  };
  const sides = { 'full backup': () => onCopy('backup') };
  for (const format of formats)
    sides[`export as ${format}`] = () => onCopy('export', { format, rows: counts.rows });
  const median = await alternate(sides, say);
  const full = median['full backup'];
  const rows = [];
  for (const format of formats) {
    const ours = median[`export as ${format}`];
    const { documents, bytes } = ours.export;
    const { idle, peak } = await onCopy('memory', { format });
    const rate = `${Math.round(documents / ours.seconds)} documents/s`;
    say(`export as ${format}: ${bytes} bytes, ${rate}, peak ${((peak - idle) / MB).toFixed(0)} MB over idle`);
    rows.push(row(`export-${format}`, ours.seconds, full.seconds, 's'));
  }
  return rows;
}
