const RUNS = 3;
const LONG_SECONDS = 20;

/**
 * Runs every side in turn, three times over, so that a busy spell of the machine meets all of them; a side whose run
 * is long runs once. `sides`: functions by name that resolve to `{seconds, …}`. Gives each side's run of median time.
 */
export async function alternate(sides, say) {
  const runs = new Map(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round < RUNS; round += 1) {
    for (const [name, run] of Object.entries(sides)) {
      const done = runs.get(name);
      if (done.some(({ seconds }) => seconds > LONG_SECONDS)) continue;
      const result = await run();
      done.push(result);
      const cpu = result.cpuSeconds ? `, ${result.cpuSeconds.toFixed(2)} s of processor time` : '';
      say(`${name}: ${result.seconds.toFixed(2)} s${cpu}`);
    }
  }
  return Object.fromEntries([...runs].map(([name, done]) => [name, middle(done, ({ seconds }) => seconds)]));
}

/** The one of `list` whose value is the median. */
export function middle(list, value) {
  return [...list].sort((a, b) => value(a) - value(b))[Math.floor(list.length / 2)];
}
