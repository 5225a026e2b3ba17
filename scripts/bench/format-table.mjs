/** The result for people. */
export function formatTable({ dataset, rows }) {
  const head = ['row', 'ours', 'peer', 'ratio', 'unit'];
  const lines = rows.map(({ name, ours, peer, ratio, unit }) => [
    name,
    text(ours),
    text(peer),
    text(ratio),
    unit,
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  const format = (line) =>
    line
      .map((cell, column) => pad(cell, widths[column], column))
      .join('  ')
      .trimEnd();
  const about = Object.entries(dataset).map(([name, value]) => `${name} ${text(value)}`);
  return [about.join(', '), '', format(head), ...lines.map(format)].join('\n');
}

function text(value) {
  return value === null ? '-' : typeof value === 'number' ? value.toLocaleString('en') : value;
}

/** Numbers to the right, words to the left. */
function pad(cell, width, column) {
  return column >= 1 && column <= 3 ? cell.padStart(width) : cell.padEnd(width);
}
