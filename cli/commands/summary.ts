import type { Backup, SnapshotKind } from '../../shared/contracts/backups';
import type { Problem } from '../../shared/contracts/errors';
import type { StoragePlace } from '../../shared/contracts/storage';
import type { Version } from '../../shared/contracts/versions';

/** A backup, or a version, which has all of it but for its kind. */
type Summary = Omit<Backup, 'kind' | 'schedule' | 'storage'> & { kind: SnapshotKind; storage?: StoragePlace };

/** The keys that every command's JSON has. */
export function backupDocument(backup: Summary, problems: Problem[]): Record<string, unknown> {
  return {
    ok: problems.length === 0,
    id: backup.documentId,
    project: backup.project,
    storage: backup.storage ?? 'main',
    kind: backup.kind,
    state: backup.state,
    note: backup.note,
    createdAt: backup.createdAt,
    documents: backup.documents,
    records: backup.records,
    files: backup.files,
    bytes: backup.bytes,
    storedBytes: backup.storedBytes,
    seconds: backup.seconds,
    verifiedAt: backup.verifiedAt,
    provenAt: backup.provenAt,
    error: backup.error,
    problems,
  };
}

/** The same of a version, with what only versions have. */
export function versionDocument(version: Version, problems: Problem[]): Record<string, unknown> {
  const { number, origin, label, pinned, unheldFiles } = version;
  const shared = backupDocument({ ...version, kind: 'version', verifiedAt: null, provenAt: null }, problems);
  return { ...shared, number, origin, label, pinned, unheldFiles };
}

export function versionLine(version: Version): string {
  const line = backupLine({ ...version, kind: 'version', verifiedAt: null, provenAt: null });
  return `${line}  #${version.number}${version.label ? ` ${version.label}` : ''}${version.pinned ? ' (pinned)' : ''}`;
}

export function backupLine(backup: Summary): string {
  const parts = [
    backup.documentId,
    backup.createdAt,
    backup.kind.padEnd(9),
    backup.state.padEnd(9),
    `${backup.documents} documents`,
    `${backup.files} files`,
    `${formatBytes(backup.bytes)} (${formatBytes(backup.storedBytes)} stored${backup.storage === 'cloud' ? ', in storage.cloud' : ''})`,
  ];
  const trouble = backup.error ? `\n  ! ${backup.error.code}: ${backup.error.message}` : '';
  return parts.join('  ') + (backup.note ? `  ${backup.note}` : '') + trouble;
}

export function problemLines(problems: Problem[]): string[] {
  return problems.map(({ code, message }) => `  ! ${code}: ${message}`);
}

/** Exit code 3 for what came about only in part. */
export function setExitCode(problems: Problem[]): void {
  process.exitCode = problems.length > 0 ? 3 : 0;
}

/** Decimal units, as disks and clouds count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
