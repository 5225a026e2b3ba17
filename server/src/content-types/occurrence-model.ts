/**
 * Runs of schedules that were begun: one row for each, with a key that no second one can have. A raw model and not a
 * content type: it has no documents, and nobody but services/schedules reads it.
 */
export const OCCURRENCE_UID = 'plugin::keepsake.occurrence';

export const occurrenceModel = {
  uid: OCCURRENCE_UID,
  singularName: 'keepsake-occurrence',
  tableName: 'keepsake_occurrences',
  attributes: {
    id: { type: 'increments' },
    key: { type: 'string' },
    scheduleId: { type: 'string' },
    dueAt: { type: 'biginteger' },
    firedAt: { type: 'biginteger' },
    missed: { type: 'integer' },
    byHand: { type: 'boolean' },
    jobId: { type: 'string' },
    backupId: { type: 'string' },
    exportJobId: { type: 'string' },
  },
  indexes: [
    { name: 'keepsake_occurrences_key', columns: ['key'], type: 'unique' },
    { name: 'keepsake_occurrences_schedule', columns: ['schedule_id', 'fired_at'] },
  ],
};
