import type { JobLogLine } from '../../../../shared/contracts/jobs';

/** The last lines of a job, for people. */
export interface JobLog {
  add(text: string, level?: JobLogLine['level']): void;
  lines(): JobLogLine[];
}

const LINES = 200;
const CHARACTERS = 500;

export function createJobLog(before: JobLogLine[] | null): JobLog {
  const lines = [...(before ?? [])];
  let number = lines.at(-1)?.number ?? 0;
  return {
    add(text, level = 'info') {
      number += 1;
      lines.push({
        number,
        at: new Date().toISOString(),
        level,
        text: withoutSecrets(text).slice(0, CHARACTERS),
      });
      lines.splice(0, lines.length - LINES);
    },
    lines: () => [...lines],
  };
}

/** Passwords in addresses, signatures of links and values that say that they are secret, wherever they came from. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/(\/\/)[^/\s:@]+:[^/\s@]+@/g, '$1…@')
    .replace(/([?&][^=\s&]*(?:signature|token|credential|secret|key|sig)[^=\s&]*=)[^&\s"']+/gi, '$1…')
    .replace(
      /\b((?:password|passwd|secret|token|api[_-]?key|authorization)["']?\s*[:=]\s*["']?)(?:bearer\s+)?[^\s"',;]+/gi,
      '$1…',
    );
}
