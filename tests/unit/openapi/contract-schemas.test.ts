import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..', '..');

describe('The schemas of the contracts', () => {
  it('are those that shared/contracts says by now', () => {
    const script = join(root, 'scripts', 'contract-schemas.mjs');
    const code = `import(${JSON.stringify(script)}).then((made) => process.stdout.write(made.contractSchemasText()))`;
    const made = execFileSync(process.execPath, ['-e', code], { encoding: 'utf8', maxBuffer: 2 ** 24 });
    const kept = readFileSync(join(root, 'server', 'src', 'openapi', 'contract-schemas.json'), 'utf8');
    // Where they differ: node scripts/contract-schemas.mjs
    expect(made).toBe(kept);
  });
});
