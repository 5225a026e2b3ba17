import { Command } from 'commander';

import { pluginVersion } from '../server/src/plugin-version';
import { addBackup } from './commands/backup';
import { addDelete } from './commands/delete';
import { addDiff } from './commands/diff';
import { addDownload } from './commands/download';
import { addDrill } from './commands/drill';
import { addExport } from './commands/export';
import { addImport } from './commands/import';
import { addKey } from './commands/key';
import { addList } from './commands/list';
import { addMaintenance } from './commands/maintenance';
import { addRecover } from './commands/recover';
import { addRestore } from './commands/restore';
import { addShow } from './commands/show';
import { addUnpack } from './commands/unpack';
import { addVerify } from './commands/verify';
import { addVersion } from './commands/version';
import type { Output } from './output';

export function createProgram(output: Output): Command {
  const program = new Command('keepsake')
    .description('Backup and restore for the Strapi app in this folder')
    .version(pluginVersion)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.text(text),
      // Wrong usage is reported in one place, as JSON where that was asked for.
      writeErr: () => undefined,
    })
    .showHelpAfterError(false)
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 partial.');
  const adders = [
    addBackup,
    addVersion,
    addList,
    addShow,
    addDelete,
    addDiff,
    addDownload,
    addExport,
    addRestore,
    addImport,
    addVerify,
    addDrill,
    addRecover,
    addMaintenance,
    addKey,
    addUnpack,
  ];
  for (const command of adders.flatMap((add) => add(program, output))) {
    command.option('--json', 'print one JSON document').option('--project <slug>', 'which project', 'site');
  }
  return program;
}
