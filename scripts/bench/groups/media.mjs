import { rmSync } from 'node:fs';
import path from 'node:path';
import { row } from '../rows.mjs';

const NAME = 'media-stream-rss-over-idle-mb';
const MB = 1e6;

/** The most memory of a site over what it has idle, while a large library is backed up and the backup downloaded. */
export async function measureMedia({ wanted, sites, template, mediaGigabytes, say }) {
  if (!wanted.has(NAME)) return [];
  const site = await sites.copy(template);
  try {
    const { bytes } = await sites.run(site, 'fill-media', { gigabytes: mediaGigabytes });
    const result = await sites.run(site, 'stream-media');
    if (result.downloadBytes < bytes) {
      throw new Error(`Of ${bytes} bytes of media only ${result.downloadBytes} were downloaded.`);
    }
    const { idle, backupPeak, backupSeconds, downloadPeak, downloadSeconds } = result;
    const over = (peak) => (peak - idle) / MB;
    say(
      `media: ${(bytes / 1e9).toFixed(1)} GB; backup ${backupSeconds.toFixed(0)} s, ${over(backupPeak).toFixed(0)} MB over ` +
        `idle; download ${downloadSeconds.toFixed(0)} s, ${over(downloadPeak).toFixed(0)} MB over idle`,
    );
    return [row(NAME, Math.max(over(backupPeak), over(downloadPeak)), idle / MB, 'MB')];
  } finally {
    await sites.remove(site);
    rmSync(path.join(sites.app, 'public', 'uploads'), { recursive: true, force: true });
  }
}
