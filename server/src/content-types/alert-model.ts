/**
 * What went wrong and was told: one row for each thing that can. A raw model and not a content type: it has no
 * documents, and nobody but services/notifications reads it.
 */
export const ALERT_UID = 'plugin::keepsake.alert';

export const alertModel = {
  uid: ALERT_UID,
  singularName: 'keepsake-alert',
  tableName: 'keepsake_alerts',
  attributes: {
    id: { type: 'increments' },
    subject: { type: 'string' },
    state: { type: 'string' },
    since: { type: 'biginteger' },
    /** How often it changed: a number that no other change of it has. */
    changes: { type: 'integer' },
    title: { type: 'string' },
    message: { type: 'text' },
    advice: { type: 'text' },
    /** Channels that are still to be told of the last change. */
    pending: { type: 'json' },
    tries: { type: 'integer' },
    /** Milliseconds since 1970; who is delivering has it until then. */
    heldUntil: { type: 'biginteger' },
    /** Why it could not be delivered, for Health. */
    trouble: { type: 'text' },
  },
  indexes: [{ name: 'keepsake_alerts_subject', columns: ['subject'], type: 'unique' }],
};
