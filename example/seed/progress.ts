/** Told after every thing that was written. */
export type Progress = (what: string, done: number, total: number) => void;

/** A line on stderr for every tenth of the work, so that stdout stays the caller's. */
export function reportProgress(): Progress {
  const started = process.hrtime.bigint();
  return (what, done, total) => {
    const step = Math.max(1, Math.floor(total / 10));
    if (done % step !== 0 && done !== total) return;
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    process.stderr.write(`seed: ${done}/${total} ${what}, ${seconds.toFixed(1)} s\n`);
  };
}
