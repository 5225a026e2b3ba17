import type { Core } from '@strapi/strapi';

// The secrets below only keep a fresh clone bootable. A real site sets every one of them in its environment.
const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Admin => ({
  auth: {
    secret: env('ADMIN_JWT_SECRET', 'demo-only-admin-jwt-secret'),
  },
  apiToken: {
    salt: env('API_TOKEN_SALT', 'demo-only-api-token-salt'),
  },
  transfer: {
    token: {
      salt: env('TRANSFER_TOKEN_SALT', 'demo-only-transfer-token-salt'),
    },
  },
  secrets: {
    encryptionKey: env('ENCRYPTION_KEY', 'demo-only-encryption-key-32bytes'),
  },
  flags: {
    nps: false,
    promoteEE: false,
  },
});

export default config;
