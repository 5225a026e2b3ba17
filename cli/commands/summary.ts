import type { Backup } from '../../shared/contracts/backups';
import type { Problem } from '../../shared/contracts/errors';

/** The keys that every command's JSON has. */
export function backupDocument(backup: Backup, problems: Problem[]): Record<string, unknown> {
  return {
    ok: problems.length === 0,
    id: backup.documentId,
    project: backup.project,
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
    error: backup.error,
    problems,
  };
}

export function backupLine(backup: Backup): string {
  const parts = [
    backup.documentId,
    backup.createdAt,
    backup.kind.padEnd(9),
    backup.state.padEnd(9),
    `${backup.documents} documents`,
    `${backup.files} files`,
    `${formatBytes(backup.bytes)} (${formatBytes(backup.storedBytes)} stored)`,
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
