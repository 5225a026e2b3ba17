import { spawn } from 'node:child_process';

/** Boots the app in `folder` in a process of its own, runs `body` with `strapi`, and gives back what it returns (as JSON). */
export function runScript(folder: string, body: string, env: Record<string, string>): Promise<unknown> {
  const script = `
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = process.stderr.write.bind(process.stderr);
    const { createStrapi } = require('@strapi/strapi');
    (async () => {
      const app = await createStrapi({ appDir: process.cwd(), distDir: process.cwd(), autoReload: false, serveAdminPanel: false }).load();
      const result = await (async (strapi) => { ${body} })(app);
      await app.destroy();
      write(JSON.stringify(result ?? null), () => process.exit(0));
    })().catch((error) => { console.error(error); process.exit(1); });`;
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['-e', script], {
      cwd: folder,
      env: { ...process.env, STRAPI_TELEMETRY_DISABLED: 'true', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) done(JSON.parse(stdout));
      else fail(new Error(`The script ended with ${code}:\n${stderr}`));
    });
  });
}
