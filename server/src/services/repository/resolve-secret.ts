import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import { createSecret, PUBLISHED_SECRET } from '../../core/repository/secret';
import { KeepsakeError } from '../../core/errors';
import { keepsakeConfig, privateDirectory } from './private-directory';

const SECRET_FILE = 'secret';

export interface ResolvedSecrets {
  /** Any of them may open the repository; the first is the current one. */
  secrets: string[];
  source: 'configured' | 'generated' | 'off';
}

/**
 * The site's secrets: from the settings, from `KEEPSAKE_SECRET`, or, outside production, one generated once into the
 * private folder. In production a generated secret would lie beside the backups it protects and be lost with them.
 *
 * @throws KeepsakeError `secret_missing` in production without a secret
 */
export function resolveSecrets(strapi: Core.Strapi): ResolvedSecrets {
  const { encryption } = keepsakeConfig(strapi);
  if (encryption === false) return { secrets: [PUBLISHED_SECRET], source: 'off' };
  const one = encryption.secret ?? process.env.KEEPSAKE_SECRET;
  const secrets = encryption.secrets ?? (one ? [one] : []);
  if (secrets.length > 0) return { secrets, source: 'configured' };
  if (process.env.NODE_ENV === 'production') throw secretMissing();
  return { secrets: [generatedSecret(privateDirectory(strapi))], source: 'generated' };
}

export function secretMissing(): KeepsakeError {
  return new KeepsakeError(
    'secret_missing',
    'No secret is set, so Keepsake neither makes nor opens backups.',
    {
      hint:
        'Set the environment variable KEEPSAKE_SECRET, or encryption.secret in config/plugins, to a passphrase of at ' +
        'least 20 characters or to 32 random bytes as "base64:…" (openssl rand -base64 32), and keep a copy of it ' +
        'away from this server: without it no backup can be opened. Where backups need no encryption, write out ' +
        'encryption: false.',
    },
  );
}

function generatedSecret(directory: string): string {
  const file = join(directory, SECRET_FILE);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(file, error);
  }
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${createSecret()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process was first: its secret counts.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unreadable(file, error);
  }
  return readFileSync(file, 'utf8').trim();
}

function unreadable(file: string, cause: unknown): KeepsakeError {
  return new KeepsakeError(
    'secret_unreadable',
    'The generated secret in the private folder cannot be read or written.',
    {
      hint: 'Let the user that runs Strapi read and write the private folder (.keepsake beside the app), or set KEEPSAKE_SECRET.',
      item: file.split('/').pop(),
      cause,
    },
  );
}
