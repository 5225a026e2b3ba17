'use strict';

const { measured } = require('./measured.cjs');

/** A backup of the whole site, through the service that page and command line use. */
async function backUp(strapi, name = 'backup') {
  const backups = strapi.plugin('keepsake').service('backups');
  const { result, ...times } = await measured(name, async () => {
    const { done } = await backups.start({ project: 'site', kind: 'manual', author: null });
    return done;
  });
  refuse(result.problems);
  return { ...times, backup: result.backup };
}

/** A restore of the newest backup, without a safety backup first: the peers make none either. */
async function restore(strapi) {
  const { result, ...times } = await measured('restore', async () => {
    const { done } = await strapi
      .plugin('keepsake')
      .service('restores')
      .start({
        backupId: 'latest',
        selection: { mode: 'overwrite' },
        fingerprint: null,
        safety: false,
        preserveIds: false,
        startedBy: null,
      });
    return done;
  });
  refuse(result.problems);
  return times;
}

/** An export of everything that a backup has of content, draft and published, into the storage. */
async function exportSite(strapi, format, options = { status: 'all' }) {
  const asker = { id: null, name: null, isSuperAdmin: true, seesPrivate: true, ability: null };
  const { result, ...times } = await measured(`export-${format}`, async () => {
    const { done } = await strapi
      .plugin('keepsake')
      .service('exports')
      .start('site', { format, ...options }, asker);
    return done;
  });
  refuse(result.problems);
  return { ...times, export: result.export };
}

function refuse(problems) {
  if (problems.length > 0) throw new Error(`Not everything went well: ${problems[0].message}`);
}

module.exports = { backUp, exportSite, restore };
