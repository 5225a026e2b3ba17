/**
 * Leases: who may write the repository just now, and who has closed the site for a restore. A raw model and not a
 * content type: it has no documents, and nobody but services/jobs/lease reads it.
 */
export const LOCK_UID = 'plugin::keepsake.lock';

export const lockModel = {
  uid: LOCK_UID,
  singularName: 'keepsake-lock',
  tableName: 'keepsake_locks',
  attributes: {
    id: { type: 'increments' },
    name: { type: 'string' },
    owner: { type: 'string' },
    expiresAt: { type: 'biginteger' },
    taken: { type: 'integer' },
  },
  indexes: [{ name: 'keepsake_locks_name', columns: ['name'], type: 'unique' }],
};
