import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** From the package's own package.json, found upwards: sources and build lie at different depths. */
export const pluginVersion = readVersion(__dirname);

function readVersion(directory: string): string {
  try {
    const found = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
    };
    if (found.name === 'strapi-plugin-keepsake') return found.version;
  } catch {
    // No package.json here: further up.
  }
  const parent = dirname(directory);
  if (parent === directory) throw new Error('The package.json of strapi-plugin-keepsake was not found.');
  return readVersion(parent);
}
