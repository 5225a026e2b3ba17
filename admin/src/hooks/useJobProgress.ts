import type { Job } from '../../../shared/contracts/jobs';
import { useFormatBytes } from './useFormatBytes';
import { useFormatDuration } from './useFormatDuration';
import { useText, type TextId } from './useText';

const PHASES: Record<string, TextId> = {
  reading: 'keepsake.phase.reading',
  media: 'keepsake.phase.media',
  writing: 'keepsake.phase.writing',
  checking: 'keepsake.phase.checking',
  rewriting: 'keepsake.phase.rewriting',
  encrypting: 'keepsake.phase.encrypting',
  safety: 'keepsake.phase.safety',
  applying: 'keepsake.phase.applying',
  preparing: 'keepsake.phase.preparing',
  comparing: 'keepsake.phase.comparing',
};

const COUNTS: Record<string, TextId> = {
  reading: 'keepsake.progress.records',
  media: 'keepsake.progress.files',
  safety: 'keepsake.progress.records',
  applying: 'keepsake.progress.records',
  comparing: 'keepsake.progress.records',
};

/** Steps in which a screen reader hears how far it is; every poll would drown everything else. */
const ANNOUNCED_STEP = 25;

interface JobProgressTexts {
  phase: string;
  /** 0 to 100, or null while the size of the work is unknown. */
  percent: number | null;
  /** Counts, bytes and time left in one line. */
  facts: string;
  announcement: string;
}

export function useJobProgress({ state, progress }: Pick<Job, 'state' | 'progress'>): JobProgressTexts {
  const text = useText();
  const formatBytes = useFormatBytes();
  const formatDuration = useFormatDuration();

  if (!progress || state !== 'running') {
    const phase = text('keepsake.job.queued');
    return { phase, percent: null, facts: '', announcement: phase };
  }

  const { done, total, bytes, etaSeconds } = progress;
  const knownPhase = PHASES[progress.phase];
  const phase = knownPhase ? text(knownPhase) : progress.message || progress.phase;
  const percent = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : null;
  const facts = [
    total > 0 && text(COUNTS[progress.phase] ?? 'keepsake.progress.steps', { done, total }),
    bytes > 0 && formatBytes(bytes),
    etaSeconds !== null &&
      text('keepsake.progress.timeLeft', { duration: formatDuration(Math.ceil(etaSeconds)) }),
  ].filter((fact): fact is string => typeof fact === 'string');
  const announcedPercent = percent === null ? null : Math.floor(percent / ANNOUNCED_STEP) * ANNOUNCED_STEP;
  return {
    phase,
    percent,
    facts: facts.join(' · '),
    announcement:
      announcedPercent === null
        ? phase
        : `${phase}, ${text('keepsake.job.percent', { percent: announcedPercent / 100 })}`,
  };
}
