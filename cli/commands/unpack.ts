import type { Command } from 'commander';

import { fileKind, unpackArchive, unpackZip, type Unpacked } from '../../server/src/core/files/unpack-file';
import { askSecret } from '../ask-secret';
import { UsageError } from '../failure';
import type { Output } from '../output';
import { formatBytes } from './summary';

interface UnpackOptions {
  output: string;
  secretFile?: string;
}

/** Needs no Strapi: it is for the day on which there is none. */
export function addUnpack(program: Command, output: Output): Command {
  return program
    .command('unpack')
    .description('Write what a downloaded backup holds into a folder; needs no Strapi')
    .argument('<file>', 'a *.keepsake archive, or a readable ZIP')
    .requiredOption('--output <folder>', 'where to; a folder that is new or empty')
    .option(
      '--secret-file <path>',
      'file that holds the secret; otherwise KEEPSAKE_SECRET, or it is asked for',
    )
    .action(async (file: string, options: UnpackOptions) => {
      const started = Date.now();
      const { snapshot, files, bytes } = await unpack(file, options);
      const document = {
        ok: true,
        id: snapshot.id,
        project: snapshot.project,
        state: snapshot.state,
        createdAt: snapshot.createdAt,
        documents: snapshot.counts.documents,
        files,
        bytes,
        storedBytes: 0,
        seconds: (Date.now() - started) / 1000,
        problems: [],
      };
      output.answer(document, [
        `Unpacked ${files} files (${formatBytes(bytes)}) of ${snapshot.id}, made ${snapshot.createdAt}.`,
        'They are not encrypted: keep them where only you can read them.',
      ]);
    });
}

async function unpack(file: string, { output, secretFile }: UnpackOptions): Promise<Unpacked> {
  const kind = await fileKind(file);
  if (kind === 'archive') return unpackArchive(file, output, await askSecret(secretFile));
  if (kind === 'zip') return unpackZip(file, output);
  throw new UsageError(`${file} is no archive and no ZIP.`, 'Take a file that was downloaded from Keepsake.');
}
