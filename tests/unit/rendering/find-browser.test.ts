import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findBrowser } from '../../../server/src/core/rendering/find-browser';

describe('The browser for PDF', () => {
  let folder: string;
  let program: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'browser-'));
    program = join(folder, 'chrome');
    writeFileSync(program, '#!/bin/sh\n');
    chmodSync(program, 0o755);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const none = { env: {}, platform: 'linux' as const, hasPackage: () => false };

  it('is that of the settings, of the environment, of the system, of the package', () => {
    const env = { PUPPETEER_EXECUTABLE_PATH: program };
    expect(findBrowser(program, { ...none, env }).place).toMatchObject({ path: program, from: 'settings' });
    expect(findBrowser(undefined, { ...none, env }).place).toMatchObject({
      path: program,
      from: 'environment',
    });
    const windows = { ...none, platform: 'win32' as const, hasPackage: () => true };
    expect(findBrowser(undefined, { ...windows, env: {} }).place).toEqual({ kind: 'package' });
  });

  it('that is named and cannot be used is not replaced by another', () => {
    for (const wrong of [join(folder, 'gone'), folder, 'chrome']) {
      const { place, reason } = findBrowser(wrong, { ...none, hasPackage: () => true });
      expect([place, reason]).toEqual([null, expect.stringMatching(/pdf\.executablePath/)]);
      expect(reason).not.toContain(folder);
      const env = { PUPPETEER_EXECUTABLE_PATH: wrong };
      expect(findBrowser(undefined, { ...none, env }).reason).toMatch(/PUPPETEER_EXECUTABLE_PATH/);
    }
  });

  it('that is nowhere is said, with what to do', () => {
    const windows = { ...none, platform: 'win32' as const };
    expect(findBrowser(undefined, windows)).toEqual({
      place: null,
      reason: expect.stringMatching(/@sparticuz\/chromium/) as unknown,
    });
  });
});
