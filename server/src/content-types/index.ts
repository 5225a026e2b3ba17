import activity from './activity/schema.json';
import backup from './backup/schema.json';
import diff from './diff/schema.json';
import exported from './export/schema.json';
import job from './job/schema.json';
import link from './link/schema.json';
import member from './member/schema.json';
import project from './project/schema.json';
import schedule from './schedule/schema.json';
import template from './template/schema.json';
import ticket from './ticket/schema.json';
import version from './version/schema.json';

export const contentTypes = {
  activity: { schema: activity },
  backup: { schema: backup },
  diff: { schema: diff },
  export: { schema: exported },
  job: { schema: job },
  link: { schema: link },
  member: { schema: member },
  project: { schema: project },
  schedule: { schema: schedule },
  template: { schema: template },
  ticket: { schema: ticket },
  version: { schema: version },
};

/** Tables of ours that must outlive a boot with the plugin disabled; Strapi drops what it no longer knows. */
export const OWN_TABLES = [
  activity.collectionName,
  backup.collectionName,
  diff.collectionName,
  exported.collectionName,
  job.collectionName,
  link.collectionName,
  member.collectionName,
  project.collectionName,
  schedule.collectionName,
  template.collectionName,
  ticket.collectionName,
  version.collectionName,
  'keepsake_alerts',
  'keepsake_locks',
  'keepsake_occurrences',
  'keepsake_previews',
];
