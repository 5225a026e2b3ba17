import { accessSync, constants } from 'node:fs';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** Path of the browser for the tests in tests/e2e, or null. A path from the environment is taken at its word. */
export function findChromium() {
  const chosen = process.env.PLAYWRIGHT_CHROMIUM || process.env.CHROMIUM_PATH;
  return chosen || (usual.find(isExecutable) ?? null);
}

/** Where it was looked for, for a message. */
export const chromiumPlaces = ['$PLAYWRIGHT_CHROMIUM', '$CHROMIUM_PATH', ...usual].join(', ');

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
