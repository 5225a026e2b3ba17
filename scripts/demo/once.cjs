'use strict';

const { mkdtempSync, rmSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

// Strapi logs to stdout; here that belongs to the one JSON line.
const answer = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

const say = (text) => process.stderr.write(`demo: ${text}\n`);

/** Seeds, backs up, damages, restores and compares a site in a temporary folder. */
async function main(folder) {
  process.env.DATABASE_CLIENT = 'sqlite';
  process.env.DATABASE_FILENAME = path.join(folder, 'data.db');
  process.env.PUBLIC_DIR = path.join(folder, 'public');
  process.env.KEEPSAKE_DIRECTORY = path.join(folder, 'keepsake');
  delete process.env.KEEPSAKE_SECRET;
  const { bootExample } = require('../../example/scripts/bootExample');
  const { loadComparer } = require('./comparer.cjs');
  const { damage } = require('./damage.cjs');
  const { captureSite, compareSites, formatDifferences } = loadComparer();

  const strapi = await bootExample();
  try {
    const { seed } = require('../../example/dist/seed/seed');
    await seed(strapi);
    const capture = () =>
      captureSite({
        knex: strapi.db.connection,
        client: 'sqlite',
        uploadsDir: path.join(strapi.dirs.static.public, 'uploads'),
      });

    const keepsake = strapi.plugin('keepsake');
    const backup = await finished(
      keepsake.service('backups').start({ project: 'site', kind: 'manual', author: null }),
    );
    say(`backed up ${backup.backup.documents} documents and ${backup.backup.files} files`);
    const before = await capture();

    for (const done of await damage(strapi)) say(done);
    const noticed = compareSites(before, await capture()).length;
    say(`the comparer sees ${noticed} differences`);

    const started = Date.now();
    const restored = await finished(
      keepsake.service('restores').start({
        backupId: backup.backup.documentId,
        selection: { mode: 'mirror' },
        fingerprint: null,
        safety: true,
        preserveIds: false,
        startedBy: null,
      }),
    );
    const seconds = (Date.now() - started) / 1000;
    const differences = compareSites(before, await capture());
    say(`restored in ${seconds} s; the comparer sees ${differences.length} differences`);
    if (differences.length > 0) say(formatDifferences(differences, 20));
    for (const { message } of restored.problems) say(message);

    const exports = await exportAll(keepsake.service('exports'));
    const identical = differences.length === 0;
    return {
      ok: identical && noticed > 0 && backup.problems.length === 0 && restored.problems.length === 0,
      documents: backup.backup.documents,
      files: backup.backup.files,
      backup: { seconds: backup.backup.seconds, bytes: backup.backup.storedBytes },
      restore: { seconds, identical },
      exports,
    };
  } finally {
    await strapi.destroy();
  }
}

/** Bytes of an export of the whole site, by format; one that is not whole fails the demo. */
async function exportAll(exports) {
  const asker = { id: null, name: null, isSuperAdmin: true, seesPrivate: true, ability: null };
  const bytes = {};
  for (const { format, available } of exports.formats()) {
    if (!available) continue;
    const done = await finished(exports.start('site', { format }, asker));
    if (done.problems.length > 0) throw new Error(`The export as ${format}: ${done.problems[0].message}`);
    bytes[format] = done.export.bytes;
    say(`exported ${done.export.documents} documents as ${format}, ${done.export.bytes} bytes`);
  }
  return bytes;
}

async function finished(starting) {
  const { done } = await starting;
  return done;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'keepsake-demo-'));
main(folder)
  .then((result) => {
    rmSync(folder, { recursive: true, force: true });
    answer(`${JSON.stringify(result)}\n`, () => process.exit(result.ok ? 0 : 1));
  })
  .catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`${error.stack ?? error}\n`);
    const { code = 'unexpected', message, hint = '' } = error;
    answer(`${JSON.stringify({ ok: false, error: { code, message, hint } })}\n`, () => process.exit(1));
  });
