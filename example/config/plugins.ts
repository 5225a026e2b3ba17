import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Core } from '@strapi/strapi';

/**
 * The folder of the plugin, which is the one that holds this app.
 * Absolute, because `'..'` would be found by `require.resolve` inside @strapi/core before Strapi looks at the app.
 * The server runs this file from dist/config, the build of the admin panel from config.
 */
function pluginDir(): string {
  const appDir = [path.resolve(__dirname, '..'), path.resolve(__dirname, '..', '..')].find((dir) =>
    existsSync(path.join(dir, 'package.json')),
  );
  if (!appDir) throw new Error(`No package.json of the app found above ${__dirname}`);
  return path.dirname(appDir);
}

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Plugin => ({
  'users-permissions': {
    config: {
      // For the demo only; a real site sets JWT_SECRET.
      jwtSecret: env('JWT_SECRET', 'demo-only-users-jwt-secret'),
    },
  },
  // Both as JSON, to try other places for media and backups (docs/storage.md).
  upload: { config: env.json('UPLOAD_CONFIG', {}) },
  keepsake: {
    enabled: env.bool('KEEPSAKE_ENABLED', true),
    resolve: pluginDir(),
    config: {
      versions: env.json('KEEPSAKE_VERSIONS', {}),
      storage: {
        directory: env('KEEPSAKE_DIRECTORY', '.keepsake'),
        ...env.json('KEEPSAKE_STORAGE', {}),
      },
      // As JSON, to try another browser or templates (docs/pdf.md).
      pdf: env.json('KEEPSAKE_PDF', {}),
    },
  },
});

export default config;
