import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Where the browser is, as plain data: it crosses to a worker thread. */
export type BrowserPlace =
  | { kind: 'file'; path: string; from: 'settings' | 'environment' | 'system' }
  /** Inside of the package @sparticuz/chromium, which unpacks it when it is first used. */
  | { kind: 'package' };

export type FoundBrowser = { place: BrowserPlace; reason: null } | { place: null; reason: string };

export const BROWSER_VARIABLE = 'PUPPETEER_EXECUTABLE_PATH';
export const BROWSER_PACKAGE = '@sparticuz/chromium';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS_FOLDERS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];
const WINDOWS_PROGRAMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/**
 * The browser for PDF: of the settings, of the environment, of the system, of the optional package; the first that is
 * named is taken at its word. `reason` says, for people, why there is none.
 */
export function findBrowser(
  executablePath: string | undefined,
  { env = process.env, platform = process.platform, hasPackage = canResolvePackage } = {},
): FoundBrowser {
  if (executablePath !== undefined)
    return named(executablePath, 'settings', 'pdf.executablePath of the settings');
  const variable = env[BROWSER_VARIABLE];
  if (variable) return named(variable, 'environment', `the environment variable ${BROWSER_VARIABLE}`);
  const path = usualPlaces(env, platform).find(isProgram);
  if (path !== undefined) return { place: { kind: 'file', path, from: 'system' }, reason: null };
  if (hasPackage()) return { place: { kind: 'package' }, reason: null };
  return {
    place: null,
    reason:
      'There is no Chromium or Chrome on the server. Install one, name one in pdf.executablePath of the settings ' +
      `or in ${BROWSER_VARIABLE}, or add the package ${BROWSER_PACKAGE}.`,
  };
}

/** The path stays on the server: a reason is shown to people. */
function named(path: string, from: 'settings' | 'environment', where: string): FoundBrowser {
  if (isAbsolute(path) && isProgram(path)) return { place: { kind: 'file', path, from }, reason: null };
  const wrong = isAbsolute(path) ? 'names no program that can be run' : 'is no absolute path';
  return { place: null, reason: `The browser that ${where} names cannot be used: it ${wrong}.` };
}

function usualPlaces(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') {
    const folders = WINDOWS_FOLDERS.flatMap((name) => env[name] ?? []);
    return folders.flatMap((folder) => WINDOWS_PROGRAMS.map((parts) => join(folder, ...parts)));
  }
  const folders = [...(env.PATH ?? '').split(delimiter).filter(isAbsolute), '/usr/bin'];
  const commands = COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name)));
  return platform === 'darwin' ? [...APPLICATIONS, ...commands] : commands;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function canResolvePackage(): boolean {
  try {
    require.resolve(BROWSER_PACKAGE);
    return true;
  } catch {
    return false;
  }
}
