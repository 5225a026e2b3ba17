import type { JobProgress } from '../../../../shared/contracts/jobs';
import { KeepsakeError } from '../errors';
import { etaSeconds } from '../eta-seconds';
import type { MediaStore } from '../media/media-store';
import { isUnreadable } from '../repository/damage';
import type { Manifest, SnapshotReader } from '../repository/repository';
import { applyRestore } from '../restore/apply-restore';
import { planRestore } from '../restore/plan-restore';
import type { RestoreActions } from '../restore/restore-plan';
import { schemaDrift } from '../restore/schema-drift';
import type { ReadPlan } from '../snapshot/read-plan';
import { compareFiles } from './compare-files';
import { compareRecords } from './compare-records';
import { DrillFindings } from './drill-findings';
import type { ScratchPlace } from './scratch-place';

export interface DrillOptions {
  signal: AbortSignal;
  onProgress: (progress: JobProgress) => void;
}

/**
 * Proves a snapshot by restoring it where nobody uses it:
 *
 *   manifest ──▶ scratch place ──▶ restore of everything ──▶ read again, every record's hash compared ──▶ dropped
 *                                                            every file's bytes read, their digest compared
 *
 * Whatever of the snapshot cannot be read is a finding, and never an error: the drill goes on with the rest. Throws what
 * reaching the storage or the scratch place throws, and the signal's reason.
 */
export async function runDrill(
  repository: SnapshotReader,
  snapshotId: string,
  open: (manifest: Manifest) => Promise<ScratchPlace>,
  options: DrillOptions,
): Promise<{ findings: DrillFindings; kind: ScratchPlace['kind'] | null }> {
  const findings = new DrillFindings();
  let kind: ScratchPlace['kind'] | null = null;
  await asFinding(findings, async () => {
    const manifest = await repository.readManifest(snapshotId);
    const place = await open(manifest);
    kind = place.kind;
    try {
      await asFinding(findings, () => restoreAndCompare(repository, manifest, place, findings, options));
    } finally {
      await place.drop();
    }
    await asFinding(findings, () => readFiles(repository, manifest, findings, options));
  });
  return { findings, kind };
}

async function asFinding(findings: DrillFindings, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isRefused = error instanceof KeepsakeError && error.code === 'row_refused';
    if (!isRefused && !isUnreadable(error)) throw error;
    const { code, message, item } = error;
    findings.differs({ code, message, item });
    if (!isRefused) findings.damagedObjects.add(item);
  }
}

async function restoreAndCompare(
  repository: SnapshotReader,
  manifest: Manifest,
  place: ScratchPlace,
  findings: DrillFindings,
  { signal, onProgress }: DrillOptions,
): Promise<void> {
  const selection = { mode: 'mirror', users: true, settings: true } as const;
  const live = { db: place.db, plan: place.plan, media: NO_MEDIA };
  const actions = await planRestore(repository, manifest, live, selection);
  const unfit = noteChangedTypes(actions, place.plan, findings);
  actions.types = actions.types.filter(({ uid }) => !unfit.has(uid));
  const { problems } = await place.db.transaction((trx) =>
    applyRestore(repository, trx, place.plan, actions, {
      preserveIds: false,
      onProgress(progress) {
        signal.throwIfAborted();
        onProgress(progress);
      },
    }),
  );
  for (const problem of [...actions.problems, ...problems]) findings.note(problem);
  const restored = new Set(actions.types.map(({ uid }) => uid));
  const comparing = {
    repository,
    place,
    findings,
    isOutside: (uid: string) => !restored.has(uid),
    isRounding: place.kind === 'sqlite' && manifest.client !== 'sqlite',
  };
  const startedAt = Date.now();
  for (const { uid, type } of actions.types) {
    signal.throwIfAborted();
    // What came back of a type that changed cannot be what the backup has.
    if (findings.changedTypes.has(uid)) continue;
    await compareRecords(
      comparing,
      manifest.types.find((stored) => stored.uid === uid)!,
      type,
    );
    const [done, total] = [findings.records, manifest.counts.records];
    const eta = etaSeconds(startedAt, done, total);
    onProgress({ phase: 'comparing', done, total, bytes: 0, etaSeconds: eta, message: '' });
  }
}

/** Returns the types of which no entry can be written as the site is now. */
function noteChangedTypes(
  { types, snapshotPlan, blockers }: RestoreActions,
  now: ReadPlan,
  findings: DrillFindings,
): Set<string> {
  const unfit = new Set<string>();
  for (const { uid } of types) {
    const drift = schemaDrift(uid, snapshotPlan, now);
    if (drift.problems.length + drift.blockers.length > 0) findings.changedTypes.add(uid);
    if (drift.blockers.length > 0) unfit.add(uid);
  }
  for (const blocker of blockers) {
    findings.note(blocker);
    if (blocker.code === 'content_type_gone') findings.changedTypes.add(blocker.item);
  }
  return unfit;
}

async function readFiles(
  repository: SnapshotReader,
  manifest: Manifest,
  findings: DrillFindings,
  { signal, onProgress }: DrillOptions,
): Promise<void> {
  await compareFiles(repository, manifest, findings, {
    signal,
    onFile: (done, total, bytes) =>
      onProgress({ phase: 'media', done, total, bytes, etaSeconds: null, message: '' }),
  });
}

/** A scratch place has no files, and gets none: those of the snapshot are read, and nothing is written. */
const NO_MEDIA: MediaStore = {
  size: () => Promise.resolve(null),
  read: () => Promise.reject(new Error('A scratch place has no files.')),
  write: () => Promise.reject(new Error('A scratch place takes no files.')),
  remove: () => Promise.reject(new Error('A scratch place has no files.')),
  addresses: () => Promise.resolve(() => null),
};
