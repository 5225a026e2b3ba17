import type { Core } from '@strapi/strapi';

import type { Backup, SnapshotKind } from '../../../../shared/contracts/backups';
import type { SnapshotName } from '../../../../shared/contracts/history';
import type { Version, VersionOrigin } from '../../../../shared/contracts/versions';
import { KeepsakeError } from '../../core/errors';
import type { Manifest, Repository } from '../../core/repository/repository';
import { pluginService } from '../plugin-service';

/** A backup or a version: whatever may be compared, looked into and restored. */
export interface Snapshot extends Omit<Backup, 'kind' | 'schedule'> {
  kind: SnapshotKind;
  /** Of a version. */
  number: number | null;
  origin: VersionOrigin | null;
  label: string | null;
}

/** A version says of no storage: all of them lie in the first. */
type Located = Partial<Pick<Snapshot, 'storage'>>;

export interface SnapshotService {
  /** By the documentId of a backup or version, or `latest`: the latest backup. Throws `backup_unknown`. */
  find(idOrLatest: string, project?: string): Promise<Snapshot>;
  /** Of a finished one; throws `backup_unusable` for one that failed or is still being made. */
  manifest(snapshot: Pick<Snapshot, 'documentId' | 'state'> & Located): Promise<Manifest>;
  /** Where it lies, opened. Throws `cloud_unavailable` and what opening it throws. */
  repository(snapshot: Located): Promise<Repository>;
  /** Those of a project that hold something, newest first. */
  usable(project: string): Promise<Snapshot[]>;
}

export function createSnapshotService({ strapi }: { strapi: Core.Strapi }): SnapshotService {
  const service: SnapshotService = {
    async find(idOrLatest, project = 'site') {
      const version =
        idOrLatest === 'latest' ? null : await pluginService(strapi, 'versions').known(idOrLatest);
      if (version) return ofVersion(version);
      return ofBackup(await pluginService(strapi, 'backups').find(idOrLatest, project));
    },

    async manifest(snapshot) {
      assertUsable(snapshot);
      return (await service.repository(snapshot)).readManifest(snapshot.documentId);
    },

    repository: ({ storage = 'main' }) => pluginService(strapi, 'repository').at(storage).open(),

    async usable(project) {
      const backups = await pluginService(strapi, 'backups').all(project);
      const versions = await pluginService(strapi, 'versions').all(project);
      return [...backups.map(ofBackup), ...versions.map(ofVersion)]
        .filter(isUsable)
        .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
    },
  };
  return service;
}

export function nameOf(snapshot: Snapshot): SnapshotName {
  const { documentId, kind, number, origin, label, note, pinned, state, createdAt, createdBy } = snapshot;
  return { documentId, kind, number, origin, label, note, pinned, state, createdAt, createdBy };
}

function ofBackup(backup: Backup): Snapshot {
  return { ...backup, number: null, origin: null, label: null };
}

function ofVersion({ unheldFiles: _unheldFiles, ...version }: Version): Snapshot {
  return { ...version, storage: 'main', kind: 'version', verifiedAt: null, provenAt: null };
}

function isUsable({ state }: Pick<Snapshot, 'state'>): boolean {
  return state === 'succeeded' || state === 'partial';
}

/** Throws `backup_unusable` for one that failed or is still being made. */
export function assertUsable(snapshot: Pick<Snapshot, 'documentId' | 'state'>): void {
  if (isUsable(snapshot)) return;
  const { documentId, state } = snapshot;
  throw new KeepsakeError(
    'backup_unusable',
    `The backup or version ${documentId} is ${state}; it holds nothing to use.`,
    { hint: 'Take another one, one that succeeded.', item: documentId },
  );
}
