import type { Command } from 'commander';
import { Option } from 'commander';

import type { CheckState, HealthCheck } from '../../shared/contracts/health';
import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';

interface HealthOptions {
  project: string;
  failOn?: 'warn' | 'red';
}

export function addHealth(maintenance: Command, output: Output): Command {
  return maintenance
    .command('health')
    .description('Check that backups are made, can be read and could be restored')
    .addOption(
      new Option('--fail-on <state>', 'end with exit code 1 when the state is this, or worse').choices([
        'warn',
        'red',
      ]),
    )
    .action(async ({ project, failOn }: HealthOptions) => {
      const started = Date.now();
      const { state, checkedAt, checks } = await withApp((strapi) => pluginService(strapi, 'health').check());
      const hasFailed = FAILING[failOn ?? 'never'].includes(state);
      if (hasFailed) process.exitCode = 1;
      output.answer(
        {
          ok: !hasFailed,
          project,
          state,
          checkedAt,
          checks,
          seconds: (Date.now() - started) / 1000,
          problems: [],
        },
        [`Health: ${state}.`, ...checks.map(checkLine)],
      );
    });
}

const FAILING: Record<'never' | 'warn' | 'red', CheckState[]> = {
  never: [],
  warn: ['warn', 'red'],
  red: ['red'],
};

function checkLine({ id, state, message, advice }: HealthCheck): string {
  const todo = advice && state !== 'ok' ? `\n      ${advice}` : '';
  return `${state.padEnd(8)}${id.padEnd(14)}${message}${todo}`;
}
