import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const cli = resolve(__dirname, '..', '..', 'dist', 'cli', 'keepsake.js');

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** stdout as the one JSON document that `--json` promises. */
  json: Record<string, unknown>;
}

/** Runs `keepsake` in an app's folder, as a person or a cron job would. */
export function runCli(cwd: string, args: string[], env: Record<string, string> = {}): Promise<CliResult> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd,
      env: { ...process.env, STRAPI_TELEMETRY_DISABLED: 'true', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code) => {
      const result = { code, stdout, stderr };
      done({
        ...result,
        get json() {
          return JSON.parse(stdout) as Record<string, unknown>;
        },
      });
    });
  });
}
