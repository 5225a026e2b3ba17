const TIMES_FASTER = [
  'backup-vs-strapi-export',
  'restore-vs-strapi-import',
  'backup-vs-native-dump',
  'restore-vs-native-load',
];

/** Every row that is measured, in the order of the table. */
export const ROWS = [
  ...TIMES_FASTER,
  'incremental-vs-full',
  'incremental-bytes-vs-full',
  'diff-two-snapshots',
  'export-csv',
  'export-json',
  'export-zip',
  'export-pdf',
  'export-csv-rss-over-idle-mb',
  'export-json-rss-over-idle-mb',
  'export-zip-rss-over-idle-mb',
  'api-p99-during-backup-vs-idle',
  'write-wait-during-backup-vs-idle',
  'peak-rss-over-idle-mb',
  'boot-cost-ms',
];

/** Rows that are measured only when they are named: they take long, or much room. */
export const EXTRA = ['media-stream-rss-over-idle-mb', 'autoversion-write-p95-vs-off'];

/** Rows of parts that do not exist yet. */
export const LATER = [];

const DIGITS = { s: 3, ms: 1, MB: 1, bytes: 0 };

/**
 * A line of the result. `ratio` is peer / ours, times faster, where another tool is the peer, and ours / peer
 * otherwise; null without a peer.
 */
export function row(name, ours, peer, unit) {
  const digits = DIGITS[unit];
  const ratio = TIMES_FASTER.includes(name) ? peer / ours : ours / peer;
  return {
    name,
    ours: round(ours, digits),
    peer: peer === null ? null : round(peer, digits),
    ratio: peer === null ? null : Number(ratio.toPrecision(3)),
    unit,
  };
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}
