/**
 * Who may write the repository just now. A raw model and not a content type: it has no documents, and nobody but
 * the lock service ever reads it.
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
  },
  indexes: [{ name: 'keepsake_locks_name', columns: ['name'], type: 'unique' }],
};
