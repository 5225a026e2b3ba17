/**
 * What the previews of restores looked at, so that a refusal can name what moved since. A raw model and not a content type:
 * it has no documents, and nobody but services/restores/previews reads it. What is lost of it is a name in a message.
 */
export const PREVIEW_UID = 'plugin::keepsake.preview';

export const previewModel = {
  uid: PREVIEW_UID,
  singularName: 'keepsake-preview',
  tableName: 'keepsake_previews',
  attributes: {
    id: { type: 'increments' },
    fingerprint: { type: 'string' },
    seen: { type: 'text' },
  },
  indexes: [{ name: 'keepsake_previews_fingerprint', columns: ['fingerprint'] }],
};
