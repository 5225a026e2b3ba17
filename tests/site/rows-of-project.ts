import type { Site } from './open-site';

/** documentIds of one row of each kind that hangs on a project, by the part of the address before them. */
export type RowsOfProject = Record<
  'backups' | 'versions' | 'diffs' | 'schedules' | 'jobs' | 'exports' | 'links' | 'templates',
  string
>;

/** Rows alone: nothing of them is in the storage. */
export async function rowsOfProject(site: Site, project: string): Promise<RowsOfProject> {
  const now = new Date().toISOString();
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const make = async (type: string, data: object) => {
    const rows = site.strapi.db.query(`plugin::keepsake.${type}` as never);
    const row = (await rows.create({ data: { project, ...data } as never })) as { documentId: string };
    return row.documentId;
  };
  const state = 'succeeded';
  const backups = await make('backup', { kind: 'manual', state, startedAt: now, finishedAt: now });
  const versions = await make('version', { number: 1, origin: 'manual', state, startedAt: now });
  const exports = await make('export', {
    state,
    format: 'json',
    options: {},
    fileName: 'x.json',
    ownerId: '1',
  });
  return {
    backups,
    versions,
    exports,
    diffs: await make('diff', {
      beforeId: backups,
      afterId: versions,
      sides: { before: { documentId: backups }, after: { documentId: versions } },
      types: [],
      counts: {},
      problems: [],
    }),
    schedules: await make('schedule', {
      name: 'Nightly',
      schedule: 'daily',
      format: 'json',
      time: '03:00',
      timezone: 'UTC',
      retentionCount: 7,
      enabled: true,
    }),
    jobs: await make('job', { type: 'backup', state }),
    links: await make('link', { exportId: exports, hash: 'x', label: '', oneUse: false, expiresAt: later }),
    templates: await make('template', { name: 'Theirs', options: { format: 'csv' }, shared: true }),
  };
}
