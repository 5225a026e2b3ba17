import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { assertObjectName } from '../../../server/src/core/storage/object-name';

const root = resolve(__dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('The rules of docs/security.md', () => {
  const rows = read('docs/security.md')
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('are twenty-four, each with tests that are there', () => {
    expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 24 }, (_, at) => at + 1));
    for (const row of rows) {
      const files = [...row.at(-2)!.matchAll(/`([^`]+)`/g)].map(([, file]) => file!);
      expect([row[1], files.length > 0]).toEqual([row[1], true]);
      for (const file of files) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    }
  });

  it('start no program but the browser, and run no text as code', () => {
    const files = ['server/src', 'cli', 'shared'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true })
        .map((file) => join(folder, String(file)))
        .filter((file) => file.endsWith('.ts')),
    );
    expect(files.length).toBeGreaterThan(300);
    const runs = /['"](node:)?(child_process|vm)['"]|\beval\(|new Function\(/;
    const found = files.filter((file) => runs.test(read(file)));
    expect(found).toEqual([join('server', 'src', 'core', 'rendering', 'browser-process.ts')]);
    expect(read(found[0]!)).not.toMatch(/shell: true|\bexec\(|execSync/);
  });

  it('take no name of an object that leads anywhere', () => {
    expect(assertObjectName('site-root-a')).toBe('site-root-a');
    for (const name of [
      '../site-root-a',
      '/etc/passwd',
      'a/b',
      'a\\b',
      '..',
      '',
      'a\0b',
      'C:',
      '%2e%2e',
      'A',
    ])
      expect(() => assertObjectName(name)).toThrow(
        expect.objectContaining({ code: expect.any(String) as unknown }),
      );
  });

  it('have a way to report what is wrong in private', () => {
    expect(read('SECURITY.md')).toMatch(/private vulnerability report/);
    expect(read('package.json')).toContain('"SECURITY.md"');
  });
});
