import type { Command } from 'commander';

import type { StorageUsage } from '../../shared/contracts/analytics';
import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { backupDocument, backupLine, formatBytes, versionDocument, versionLine } from './summary';

interface ListOptions {
  project: string;
  versions?: boolean;
  usage?: boolean;
}

export function addList(program: Command, output: Output): Command {
  return program
    .command('list')
    .description('List the backups and versions, newest first')
    .option('--versions', 'only the versions')
    .option('--usage', 'also what each alone holds, and what deleting it would free')
    .action(async ({ project, versions: only, usage: measured = false }: ListOptions) => {
      const { backups, versions, usage } = await withApp(async (strapi) => {
        const { slug } = await pluginService(strapi, 'projects').find(project);
        const made = await pluginService(strapi, 'backups').all(slug);
        return {
          backups: only ? [] : made,
          versions: await pluginService(strapi, 'versions').all(slug),
          usage: measured ? await pluginService(strapi, 'analytics').usage() : null,
        };
      });
      const usageOf = usageById(usage);
      const lines = [
        ...backups.map((backup) => backupLine(backup) + usageText(usageOf.get(backup.documentId))),
        ...versions.map((version) => versionLine(version) + usageText(usageOf.get(version.documentId))),
        ...(usage ? [totalLine(usage)] : []),
      ];
      const nothing = only ? 'There is no version yet.' : 'There is no backup yet.';
      const bare = ({ ok: _ok, problems: _problems, ...item }: Record<string, unknown>) => ({
        ...item,
        ...usageOf.get(String(item.id)),
      });
      output.answer(
        {
          ok: true,
          project,
          ...(only ? {} : { backups: backups.map((backup) => bare(backupDocument(backup, []))) }),
          versions: versions.map((version) => bare(versionDocument(version, []))),
          ...(usage ? { usage: totalsOf(usage) } : {}),
        },
        lines.length > 0 ? lines : [nothing],
      );
    });
}

type Own = Pick<StorageUsage['snapshots'][number], 'ownBytes' | 'freedBytes'>;

function usageById(usage: StorageUsage | null): Map<string, Own> {
  return new Map(usage?.snapshots.map(({ id, ownBytes, freedBytes }) => [id, { ownBytes, freedBytes }]));
}

function usageText(own: Own | undefined): string {
  return own ? `  alone ${formatBytes(own.ownBytes)}, deleting frees ${formatBytes(own.freedBytes)}` : '';
}

function totalsOf({
  storedBytes,
  neededBytes,
  cleanableBytes,
  logicalBytes,
  savedBytes,
  retention,
}: StorageUsage) {
  return { storedBytes, neededBytes, cleanableBytes, logicalBytes, savedBytes, retention };
}

function totalLine({ storedBytes, logicalBytes, retention, cleanableBytes }: StorageUsage): string {
  return (
    `${formatBytes(storedBytes)} stored for ${formatBytes(logicalBytes)} of content; ` +
    `retention would free ${formatBytes(retention.freedBytes)}, a clean-up ${formatBytes(cleanableBytes)}`
  );
}
