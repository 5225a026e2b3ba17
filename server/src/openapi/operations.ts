import { z } from 'zod';

import { fileQuery, backupBody } from '../controllers/content-api/project-backups';
import { planBody, restoreRequest } from '../controllers/content-api/project-restores';
import { diffBody, entriesQuery, entryQuery } from '../controllers/diffs';
import { templateBody, templateChange, templateCopy, templateQuery } from '../controllers/templates';
import { versionBody, versionChange } from '../controllers/versions';
import { bulkSchema, optionsSchema } from '../services/exports/export-choice';
import { scheduleInput } from '../services/schedules/schedule-input';
import type schemas from './contract-schemas.json';

export type AnswerName = keyof typeof schemas;

/** What an action of the content API takes, checked by the same schemas, and answers. */
export interface Operation {
  summary: string;
  /** `data` of its answer; `file` for bytes, `events` for server-sent ones. */
  answer: AnswerName | 'deleted' | 'file' | 'events' | 'description';
  /** `data` is an array, and pages of it may be asked for. */
  isList?: boolean;
  /** The same without pages. */
  isAllAtOnce?: boolean;
  /** Default 200. */
  status?: 201 | 202;
  query?: z.ZodObject;
  body?: z.ZodType;
}

const inData = (data: z.ZodType) => z.object({ data });
const action = (names: [string, ...string[]]) => z.object({ action: z.enum(names) });
const dryRun = z.object({ dryRun: z.enum(['true', 'false']).optional() });

const EXPORT_BODY = inData(optionsSchema);
const OLD_BACKUP = inData(
  z.looseObject({
    action: z.enum(['create_backup', 'create_version', 'create_schedule', 'restore', 'diff']),
  }),
);
const OLD_EXPORT = inData(
  z.union([
    optionsSchema,
    z.object({ action: z.enum(['status', 'cancel', 'retry', 'resume']), jobId: z.string() }),
  ]),
);

/** By the handler of the route. */
export const OPERATIONS: Record<string, Operation> = {
  'openapi.find': { summary: 'This description', answer: 'description' },
  'projects.find': { summary: 'The projects that are yours', answer: 'Project', isList: true },
  'projects.all': { summary: 'Every project', answer: 'Project', isList: true },
  'projects.findOne': { summary: 'A project', answer: 'Project' },
  'project-backups.find': { summary: 'Backups, newest first', answer: 'Backup', isList: true },
  'project-backups.create': { summary: 'Make a backup', answer: 'Job', status: 202, body: backupBody },
  'project-backups.findOne': { summary: 'A backup, and what it holds', answer: 'BackupDetails' },
  'project-backups.delete': { summary: 'Delete a backup', answer: 'deleted' },
  'project-backups.verify': { summary: 'Read a backup again', answer: 'Job', status: 202 },
  'project-backups.download': { summary: 'A backup as a file', answer: 'file', query: fileQuery },
  'project-versions.find': { summary: 'Versions, newest first', answer: 'Version', isList: true },
  'project-versions.create': { summary: 'Make a version', answer: 'Job', status: 202, body: versionBody },
  'project-versions.findOne': { summary: 'A version, and what it holds', answer: 'VersionDetails' },
  'project-versions.update': { summary: 'Label, note, pin', answer: 'Version', body: versionChange },
  'project-versions.delete': { summary: 'Delete a version', answer: 'deleted' },
  'project-schedules.find': { summary: 'Schedules, by name', answer: 'Schedule', isList: true },
  'project-schedules.create': {
    summary: 'Make a schedule',
    answer: 'Schedule',
    status: 201,
    body: inData(scheduleInput),
  },
  'project-schedules.findOne': { summary: 'A schedule', answer: 'Schedule' },
  'project-schedules.update': {
    summary: 'Change a schedule',
    answer: 'Schedule',
    body: inData(scheduleInput.partial()),
  },
  'project-schedules.delete': { summary: 'Delete a schedule; its backups stay', answer: 'deleted' },
  'project-schedules.run': { summary: 'Run a schedule now', answer: 'Job', status: 202 },
  'project-restores.plan': { summary: 'What a restore would change', answer: 'RestorePlan', body: planBody },
  'project-restores.create': {
    summary: 'Restore',
    answer: 'Job',
    status: 202,
    body: inData(restoreRequest),
  },
  'project-diffs.find': { summary: 'Diffs, newest first', answer: 'StoredDiff', isList: true },
  'project-diffs.create': { summary: 'Compare two snapshots', answer: 'StoredDiff', body: diffBody },
  'project-diffs.findOne': { summary: 'A diff', answer: 'StoredDiff' },
  'project-diffs.findEntries': {
    summary: 'Entries that changed',
    answer: 'DiffEntry',
    isList: true,
    query: entriesQuery,
  },
  'project-diffs.findEntry': { summary: 'An entry field by field', answer: 'EntryDiff', query: entryQuery },
  'project-exports.find': { summary: 'Your exports, newest first', answer: 'Export', isList: true },
  'project-exports.create': { summary: 'Make an export', answer: 'Job', status: 202, body: EXPORT_BODY },
  'project-exports.findOne': { summary: 'An export', answer: 'Export' },
  'project-exports.delete': { summary: 'Delete an export', answer: 'deleted' },
  'project-exports.download': { summary: 'The file of an export', answer: 'file' },
  'project-exports.bulk': {
    summary: 'Several projects in one file',
    answer: 'Job',
    status: 202,
    body: inData(optionsSchema.extend(bulkSchema.shape)),
  },
  'project-jobs.find': { summary: 'Jobs, newest first', answer: 'Job', isList: true },
  'project-jobs.findOne': { summary: 'A job and its progress', answer: 'Job' },
  'project-jobs.events': { summary: 'A job to its end, as server-sent events', answer: 'events' },
  'project-jobs.cancel': { summary: 'Cancel a job', answer: 'Job' },
  'project-jobs.retry': { summary: 'Run a job again', answer: 'Job' },
  'project-jobs.resume': { summary: 'Go on with a job', answer: 'Job' },
  'project-templates.find': {
    summary: 'Templates of exports',
    answer: 'Template',
    isAllAtOnce: true,
    query: templateQuery,
  },
  'project-templates.create': {
    summary: 'Save a template',
    answer: 'Template',
    status: 201,
    body: templateBody,
  },
  'project-templates.findOne': { summary: 'A template', answer: 'Template' },
  'project-templates.update': { summary: 'Change a template', answer: 'Template', body: templateChange },
  'project-templates.delete': { summary: 'Delete a template', answer: 'deleted' },
  'project-templates.copy': {
    summary: 'Copy a template',
    answer: 'Template',
    status: 201,
    body: templateCopy,
  },
  'processor.find': {
    summary: 'By `action`',
    answer: 'ProcessorAnswer',
    query: action(['process', 'cleanup', 'status']),
  },
  'processor.process': { summary: 'Run the schedules that are due', answer: 'ProcessorAnswer' },
  'processor.cleanup': { summary: 'Remove what is of no use any more', answer: 'ProcessorAnswer' },
  'processor.status': { summary: 'What runs next', answer: 'ProcessorAnswer' },
  'maintenance.find': {
    summary: 'By `action`',
    answer: 'MaintenanceAnswer',
    query: action(['full', 'cleanup', 'retention', 'health', 'compact']).extend(dryRun.shape),
  },
  'maintenance.full': { summary: 'All of it', answer: 'MaintenanceAnswer', query: dryRun },
  'maintenance.cleanup': {
    summary: 'Remove what is of no use any more',
    answer: 'MaintenanceAnswer',
    query: dryRun,
  },
  'maintenance.retention': {
    summary: 'Remove what need not be kept',
    answer: 'MaintenanceAnswer',
    query: dryRun,
  },
  'maintenance.health': { summary: '503 where it is red', answer: 'MaintenanceAnswer', query: dryRun },
  'maintenance.compact': { summary: 'Free what is dead', answer: 'MaintenanceAnswer', query: dryRun },
  'project-export.findOne': {
    summary: 'Export, and answer with the file',
    answer: 'file',
    query: optionsSchema,
  },
  'project-export.create': { summary: 'Export jobs', answer: 'Job', status: 202, body: OLD_EXPORT },
  'project-backup.find': {
    summary: 'Lists, by `type`',
    answer: 'Backup',
    isList: true,
    query: z.object({ type: z.enum(['backups', 'schedules', 'versions']).optional() }),
  },
  'project-backup.create': {
    summary: 'Creates, restores, compares, by `action`',
    answer: 'Job',
    status: 202,
    body: OLD_BACKUP,
  },
  'project-backup.update': {
    summary: 'Change a schedule',
    answer: 'Schedule',
    body: inData(scheduleInput.partial().extend({ scheduleId: z.string() })),
  },
  'project-backup.delete': {
    summary: 'Delete a backup, a schedule or a version',
    answer: 'deleted',
    query: z.object({
      backupId: z.string().optional(),
      scheduleId: z.string().optional(),
      versionId: z.string().optional(),
    }),
  },
};
