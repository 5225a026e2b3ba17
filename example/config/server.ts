import type { Core } from '@strapi/strapi';

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Server => ({
  host: env('HOST', '127.0.0.1'),
  port: env.int('PORT', 1337),
  app: {
    // For the demo only; a real site sets APP_KEYS.
    keys: env.array('APP_KEYS', ['demo-only-app-key-1', 'demo-only-app-key-2']),
  },
  logger: {
    updates: { enabled: false },
  },
  dirs: {
    public: env('PUBLIC_DIR', 'public'),
  },
});

export default config;
