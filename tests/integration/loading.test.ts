import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const LIST = `
  require('./strapi-server.js');
  console.log(JSON.stringify(Object.keys(require.cache)));
`;

/** docs/decisions/0010-loaded-when-needed.md */
describe('what is loaded with the plugin', () => {
  const files = JSON.parse(
    execFileSync(process.execPath, ['-e', LIST], { cwd: ROOT, encoding: 'utf8' }),
  ) as string[];
  const own = files
    .map((file) => file.slice(join(ROOT, 'dist').length + 1))
    .filter((file) => file.startsWith('server/'));

  it('is what a boot needs, and no work of any request', () => {
    expect(own).toContain('server/src/bootstrap.js');
    const heavy =
      /core\/(snapshot|repository|restore|diff|formats|files|rendering|drill)\/|controllers\/(content-api\/|backups)/;
    expect(own.filter((file) => heavy.test(file))).toEqual([]);
  });

  it('holds no module of another package but zod', () => {
    const packages = files
      .filter((file) => file.includes('/node_modules/'))
      .map((file) => file.split('/node_modules/').at(-1)!.split('/')[0]);
    expect([...new Set(packages)]).toEqual(['zod']);
  });
});
