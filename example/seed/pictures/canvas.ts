import type { Random } from '../random';
import { mix, type Palette } from './palettes';

/** What a scene draws with. */
export interface Canvas {
  width: number;
  height: number;
  palette: Palette;
  random: Random;
}

/** Draws a picture as SVG elements; `defs` with their own ids may stand anywhere in them. */
export type Scene = (canvas: Canvas) => string;

export const px = (value: number) => value.toFixed(1);

export function verticalGradient(id: string, stops: readonly string[]): string {
  const marks = stops.map(
    (color, index) => `<stop offset="${px(index / (stops.length - 1))}" stop-color="${color}"/>`,
  );
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${marks.join('')}</linearGradient>`;
}

export function radialGradient(
  id: string,
  stops: readonly [offset: number, color: string, opacity: number][],
): string {
  const marks = stops.map(
    ([offset, color, opacity]) =>
      `<stop offset="${offset}" stop-color="${color}" stop-opacity="${opacity}"/>`,
  );
  return `<radialGradient id="${id}">${marks.join('')}</radialGradient>`;
}

export function circle(x: number, y: number, r: number, fill: string, opacity = 1): string {
  return `<circle cx="${px(x)}" cy="${px(y)}" r="${px(r)}" fill="${fill}" opacity="${opacity.toFixed(2)}"/>`;
}

export function ellipse(x: number, y: number, rx: number, ry: number, fill: string, opacity = 1): string {
  return `<ellipse cx="${px(x)}" cy="${px(y)}" rx="${px(rx)}" ry="${px(ry)}" fill="${fill}" opacity="${opacity.toFixed(2)}"/>`;
}

export function rect(x: number, y: number, width: number, height: number, fill: string, opacity = 1): string {
  return `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" fill="${fill}" opacity="${opacity.toFixed(2)}"/>`;
}

export function polygon(points: readonly (readonly [number, number])[], fill: string, opacity = 1): string {
  const list = points.map(([x, y]) => `${px(x)},${px(y)}`).join(' ');
  return `<polygon points="${list}" fill="${fill}" opacity="${opacity.toFixed(2)}"/>`;
}

export function stroke(d: string, color: string, width: number, opacity = 1): string {
  return `<path d="${d}" fill="none" stroke="${color}" stroke-width="${px(width)}" stroke-linecap="round" opacity="${opacity.toFixed(2)}"/>`;
}

export function times(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('');
}

/** A sky with a low sun and its glow. */
export function sky({ width, height, palette, random }: Canvas, horizon = 0.62): string {
  const x = width * random.between(0.15, 0.85);
  const y = height * random.between(0.14, horizon - 0.12);
  return [
    `<defs>${verticalGradient('sky', [palette.skyTop, mix(palette.skyTop, palette.skyLow, 0.55), palette.skyLow])}`,
    radialGradient('glow', [
      [0, palette.sun, 0.9],
      [0.35, palette.sun, 0.35],
      [1, palette.sun, 0],
    ]),
    '</defs>',
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>`,
    circle(x, y, height * 0.46, 'url(#glow)'),
    circle(x, y, height * random.between(0.035, 0.06), palette.sun, 0.95),
    clouds({ width, height, palette, random }, horizon),
  ].join('');
}

function clouds({ width, height, palette, random }: Canvas, horizon: number): string {
  return times(random.int(2, 5), () => {
    const x = random.between(0, width);
    const y = height * random.between(0.06, horizon * 0.55);
    const length = width * random.between(0.1, 0.24);
    return times(6, (index) =>
      ellipse(
        x + (index - 2.5) * length * 0.17,
        y + random.between(-6, 6),
        length * random.between(0.14, 0.26),
        height * random.between(0.012, 0.026),
        palette.light,
        0.34,
      ),
    );
  });
}

/** Heights of a ridge at equal steps, a sum of three waves. */
function ridgeLine(random: Random, steps: number, base: number, amplitude: number): number[] {
  const waves = [1, 2.3, 5.1].map((frequency) => ({
    frequency: frequency * random.between(0.8, 1.3),
    phase: random.between(0, Math.PI * 2),
    share: 1 / frequency,
  }));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const position = (step / steps) * Math.PI * 2;
    const height = waves.reduce(
      (sum, { frequency, phase, share }) => sum + Math.sin(position * frequency + phase) * share,
      0,
    );
    return base - (height * amplitude) / 1.6;
  });
}

/** A hill across the whole width, and where its crest runs. */
export function hill(
  canvas: Canvas,
  base: number,
  amplitude: number,
  fill: string,
): { svg: string; at(x: number): number } {
  const { width, height, random } = canvas;
  const steps = 48;
  const line = ridgeLine(random, steps, base, amplitude);
  const points = line.map((y, step): [number, number] => [(width * step) / steps, y]);
  return {
    svg: polygon([...points, [width, height], [0, height]], fill),
    at: (x) => line[Math.max(0, Math.min(steps, Math.round((x / width) * steps)))] as number,
  };
}

/** Hills one behind the other, the far ones paler. */
export function hills(
  canvas: Canvas,
  count: number,
  top: number,
  bottom: number,
): { svg: string; crest(x: number): number } {
  const { height, palette } = canvas;
  let svg = '';
  let crest: (x: number) => number = () => height * bottom;
  for (let index = 0; index < count; index += 1) {
    const depth = count === 1 ? 1 : index / (count - 1);
    const layer = hill(
      canvas,
      height * (top + (bottom - top) * depth),
      height * (0.05 + 0.035 * (1 - depth)),
      mix(palette.far, palette.near, depth),
    );
    svg += layer.svg;
    crest = layer.at;
  }
  return { svg, crest };
}

export function broadleaf(
  { palette, random }: Canvas,
  x: number,
  y: number,
  size: number,
  fill = palette.foliage,
): string {
  const trunk = rect(x - size * 0.05, y - size * 0.5, size * 0.1, size * 0.52, palette.dark);
  const crown = times(9, () => {
    const angle = random.between(0, Math.PI * 2);
    const reach = random.between(0, 0.3) * size;
    const shade = mix(fill, random.chance(0.5) ? palette.light : palette.dark, random.between(0.02, 0.2));
    return circle(
      x + Math.cos(angle) * reach,
      y - size * 0.68 + Math.sin(angle) * reach * 0.8,
      size * random.between(0.16, 0.27),
      shade,
    );
  });
  return trunk + circle(x, y - size * 0.68, size * 0.34, mix(fill, palette.dark, 0.16)) + crown;
}

export function conifer(
  { palette }: Canvas,
  x: number,
  y: number,
  size: number,
  fill = palette.foliage,
): string {
  const tier = (index: number) => {
    const top = y - size + size * 0.22 * index;
    const half = size * (0.1 + 0.065 * index);
    return polygon(
      [
        [x, top],
        [x + half, top + size * 0.36],
        [x - half, top + size * 0.36],
      ],
      mix(fill, palette.dark, 0.28 - index * 0.07),
    );
  };
  return (
    rect(x - size * 0.03, y - size * 0.14, size * 0.06, size * 0.16, palette.dark) +
    times(4, (index) => tier(3 - index))
  );
}

export function poplar({ palette }: Canvas, x: number, y: number, size: number): string {
  return (
    rect(x - size * 0.02, y - size * 0.2, size * 0.04, size * 0.22, palette.dark) +
    ellipse(x, y - size * 0.55, size * 0.11, size * 0.46, mix(palette.foliage, palette.dark, 0.12)) +
    ellipse(
      x - size * 0.03,
      y - size * 0.58,
      size * 0.06,
      size * 0.38,
      mix(palette.foliage, palette.light, 0.1),
    )
  );
}

/** A house with a gabled roof and windows, some of them lit. */
export function house({ palette, random }: Canvas, x: number, y: number, width: number): string {
  const height = width * random.between(0.55, 0.75);
  const roof = width * random.between(0.32, 0.46);
  const wall = mix(palette.wall, palette.light, random.between(0, 0.25));
  const lit = palette.accents[1];
  return [
    rect(x, y - height, width, height, wall),
    rect(x + width * 0.62, y - height, width * 0.38, height, mix(wall, palette.dark, 0.12)),
    polygon(
      [
        [x - width * 0.06, y - height],
        [x + width * 0.2, y - height - roof],
        [x + width * 0.82, y - height - roof],
        [x + width * 1.06, y - height],
      ],
      palette.roof,
    ),
    rect(
      x + width * 0.68,
      y - height - roof * 1.3,
      width * 0.09,
      roof * 0.7,
      mix(palette.roof, palette.dark, 0.3),
    ),
    times(3, (index) =>
      rect(
        x + width * (0.12 + index * 0.28),
        y - height * 0.74,
        width * 0.13,
        height * 0.26,
        random.chance(0.5) ? lit : palette.dark,
        0.85,
      ),
    ),
    rect(
      x + width * 0.42,
      y - height * 0.36,
      width * 0.14,
      height * 0.36,
      mix(palette.roof, palette.dark, 0.4),
    ),
  ].join('');
}

export function church({ palette }: Canvas, x: number, y: number, size: number): string {
  const wall = mix(palette.wall, palette.dark, 0.12);
  return [
    rect(x, y - size * 0.5, size * 0.9, size * 0.5, mix(wall, palette.light, 0.12)),
    polygon(
      [
        [x - size * 0.03, y - size * 0.5],
        [x + size * 0.12, y - size * 0.8],
        [x + size * 0.84, y - size * 0.8],
        [x + size * 0.95, y - size * 0.5],
      ],
      palette.roof,
    ),
    rect(x - size * 0.28, y - size, size * 0.34, size, wall),
    polygon(
      [
        [x - size * 0.31, y - size],
        [x - size * 0.11, y - size * 1.75],
        [x + size * 0.09, y - size],
      ],
      mix(palette.roof, palette.dark, 0.15),
    ),
    times(3, (index) =>
      ellipse(
        x + size * (0.22 + index * 0.24),
        y - size * 0.26,
        size * 0.045,
        size * 0.12,
        palette.accents[1],
        0.8,
      ),
    ),
    ellipse(x - size * 0.11, y - size * 0.82, size * 0.06, size * 0.1, palette.dark, 0.8),
  ].join('');
}

export function birds({ width, height, palette, random }: Canvas): string {
  const x = width * random.between(0.2, 0.7);
  const y = height * random.between(0.12, 0.3);
  return times(random.int(3, 7), () => {
    const [bx, by] = [x + random.between(-120, 120), y + random.between(-50, 50)];
    const wing = random.between(9, 18);
    return stroke(
      `M${px(bx - wing)} ${px(by - wing * 0.3)} Q${px(bx - wing * 0.4)} ${px(by - wing * 0.7)} ${px(bx)} ${px(by)} Q${px(bx + wing * 0.4)} ${px(by - wing * 0.7)} ${px(bx + wing)} ${px(by - wing * 0.3)}`,
      palette.dark,
      2.4,
      0.7,
    );
  });
}

/** A flower on a stem, seen from the side or from above. */
export function flower(
  { palette, random }: Canvas,
  x: number,
  y: number,
  height: number,
  size: number,
): string {
  const lean = random.between(-0.16, 0.16) * height;
  const color = random.pick(palette.accents);
  const [fx, fy] = [x + lean, y - height];
  const petals = times(6, (index) => {
    const angle = (index / 6) * Math.PI * 2 + random.between(-0.1, 0.1);
    return circle(
      fx + Math.cos(angle) * size * 0.55,
      fy + Math.sin(angle) * size * 0.45,
      size * 0.42,
      mix(color, palette.light, index % 2 ? 0.18 : 0),
    );
  });
  return [
    stroke(
      `M${px(x)} ${px(y)} Q${px(x)} ${px(y - height * 0.6)} ${px(fx)} ${px(fy)}`,
      mix(palette.foliage, palette.dark, 0.2),
      Math.max(1.5, size * 0.16),
    ),
    ellipse(x + lean * 0.4 + size * 0.4, y - height * 0.42, size * 0.6, size * 0.17, palette.foliage),
    petals,
    circle(fx, fy, size * 0.3, mix(palette.accents[1], palette.dark, 0.25)),
  ].join('');
}

export function grass(
  { width, palette, random }: Canvas,
  top: number,
  bottom: number,
  blades: number,
): string {
  return times(blades, (index) => {
    const y = top + ((bottom - top) * index) / blades;
    const x = random.between(0, width);
    const length = 14 + 46 * (index / blades) * random.between(0.6, 1.3);
    const color = mix(
      palette.ground,
      random.chance(0.5) ? palette.light : palette.dark,
      random.between(0.08, 0.3),
    );
    return stroke(
      `M${px(x)} ${px(y)} q${px(random.between(-6, 6))} ${px(-length * 0.6)} ${px(random.between(-14, 14))} ${px(-length)}`,
      color,
      2.4,
      0.8,
    );
  });
}
