import {
  circle,
  ellipse,
  flower,
  polygon,
  px,
  radialGradient,
  rect,
  stroke,
  times,
  verticalGradient,
  type Canvas,
  type Scene,
} from '../canvas';
import { mix } from '../palettes';

/** A wall, a window's light on it, and a table. */
function room({ width, height, palette, random }: Canvas, edge: number): string {
  const wall = mix(palette.wall, palette.skyTop, 0.45);
  const left = random.chance(0.5);
  const light = left
    ? [
        [width * 0.08, 0],
        [width * 0.36, 0],
        [width * 0.62, edge],
        [width * 0.3, edge],
      ]
    : [
        [width * 0.92, 0],
        [width * 0.64, 0],
        [width * 0.38, edge],
        [width * 0.7, edge],
      ];
  return [
    `<defs>${verticalGradient('wall', [mix(wall, palette.dark, 0.45), mix(wall, palette.dark, 0.12)])}${verticalGradient('table', [mix(palette.roof, palette.light, 0.2), mix(palette.roof, palette.dark, 0.4)])}</defs>`,
    rect(0, 0, width, height, 'url(#wall)'),
    polygon(light as [number, number][], palette.light, 0.16),
    rect(0, edge, width, height - edge, 'url(#table)'),
    rect(0, edge, width, 7, palette.light, 0.3),
    times(16, () => {
      const y = random.between(edge + 20, height);
      return stroke(
        `M0 ${px(y)} q${px(width / 3)} ${px(random.between(-9, 9))} ${width} 0`,
        palette.dark,
        1.6,
        0.2,
      );
    }),
  ].join('');
}

function sphere(id: string, color: string, palette: Canvas['palette']): string {
  return `<defs><radialGradient id="${id}" cx="0.36" cy="0.3" r="0.8"><stop offset="0" stop-color="${mix(color, palette.light, 0.6)}"/><stop offset="0.45" stop-color="${color}"/><stop offset="1" stop-color="${mix(color, palette.dark, 0.6)}"/></radialGradient></defs>`;
}

/** Fruit in a bowl and beside it. */
export const fruitBowl: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const edge = height * 0.66;
  const x = width * random.between(0.42, 0.58);
  const y = height * 0.66;
  const glaze = mix(palette.water, palette.light, 0.35);
  const fruit = (fx: number, fy: number, r: number) => {
    const id = `f${random.int(0, 2)}`;
    return (
      circle(fx, fy, r, `url(#${id})`) +
      stroke(`M${px(fx)} ${px(fy - r * 0.82)} q6 ${px(-r * 0.3)} 16 ${px(-r * 0.36)}`, palette.dark, 5) +
      ellipse(fx + r * 0.42, fy - r * 1.08, r * 0.32, r * 0.13, palette.foliage)
    );
  };
  const heap = times(11, (index) => {
    const row = index < 5 ? 0 : index < 9 ? 1 : 2;
    const place = index - [0, 5, 9][row]!;
    const count = [5, 4, 2][row]!;
    return fruit(
      x + (place - (count - 1) / 2) * 104 + random.between(-8, 8),
      y - 96 - row * 78,
      random.between(54, 66),
    );
  });
  const loose = times(4, () => {
    const side = random.chance(0.5) ? -1 : 1;
    const fx = x + side * random.between(380, 620);
    const fy = height * random.between(0.8, 0.88);
    return ellipse(fx + 18, fy + 52, 74, 16, palette.dark, 0.35) + fruit(fx, fy, 58);
  });
  const bowl =
    `<path d="M${px(x - 330)} ${px(y - 110)} C${px(x - 300)} ${px(y + 170)} ${px(x - 120)} ${px(y + 186)} ${px(x)} ${px(y + 186)} C${px(x + 120)} ${px(y + 186)} ${px(x + 300)} ${px(y + 170)} ${px(x + 330)} ${px(y - 110)} Z" fill="url(#bowl)"/>` +
    times(9, (index) =>
      ellipse(
        x - 240 + index * 60,
        y + 20 + Math.sin(index) * 14,
        13,
        20,
        mix(palette.skyTop, palette.dark, 0.2),
        0.6,
      ),
    );
  const defs =
    palette.accents
      .map((color, index) =>
        sphere(`f${index}`, mix(color, palette.accents[1], index === 2 ? 0.4 : 0), palette),
      )
      .join('') + `<defs>${verticalGradient('bowl', [glaze, mix(glaze, palette.dark, 0.45)])}</defs>`;
  return (
    defs + room(canvas, edge) + ellipse(x + 40, y + 192, 330, 42, palette.dark, 0.4) + heap + bowl + loose
  );
};

/** A jug of garden flowers. */
export const jug: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const x = width * random.between(0.42, 0.58);
  const foot = height * 0.86;
  const neck = foot - 330;
  const glaze = mix(palette.light, palette.skyTop, random.between(0.1, 0.5));
  const stems = times(34, () => {
    const fx = x + random.between(-62, 62);
    return `<g transform="rotate(${px(random.between(-42, 42))} ${px(x)} ${px(neck + 40)})">${flower(canvas, fx, neck + 40, random.between(190, 400), random.between(24, 46))}</g>`;
  });
  const body =
    `<path d="M${px(x - 78)} ${px(neck)} C${px(x - 92)} ${px(neck + 90)} ${px(x - 176)} ${px(neck + 130)} ${px(x - 158)} ${px(foot - 40)} Q${px(x - 150)} ${px(foot)} ${px(x)} ${px(foot)} Q${px(x + 150)} ${px(foot)} ${px(x + 158)} ${px(foot - 40)} C${px(x + 176)} ${px(neck + 130)} ${px(x + 92)} ${px(neck + 90)} ${px(x + 78)} ${px(neck)} Z" fill="url(#jug)"/>` +
    stroke(
      `M${px(x + 86)} ${px(neck + 50)} C${px(x + 250)} ${px(neck + 20)} ${px(x + 250)} ${px(foot - 90)} ${px(x + 150)} ${px(foot - 110)}`,
      mix(glaze, palette.dark, 0.3),
      24,
    ) +
    rect(x - 156, foot - 150, 312, 16, mix(palette.accents[0], palette.dark, 0.15), 0.7) +
    ellipse(x - 70, neck + 190, 22, 80, palette.light, 0.5);
  const fallen = times(9, () =>
    ellipse(
      x + random.between(-480, 480),
      foot + random.between(10, 70),
      random.between(12, 22),
      random.between(6, 10),
      random.pick(palette.accents),
      0.9,
    ),
  );
  const defs = `<defs><linearGradient id="jug" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="${mix(glaze, palette.dark, 0.15)}"/><stop offset="0.35" stop-color="${glaze}"/><stop offset="1" stop-color="${mix(glaze, palette.dark, 0.5)}"/></linearGradient></defs>`;
  return (
    defs +
    room(canvas, height * 0.72) +
    ellipse(x + 60, foot - 4, 250, 34, palette.dark, 0.4) +
    stems +
    body +
    fallen
  );
};

/** Bread, a knife and a candle on a board. */
export const breadBoard: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const y = height * 0.76;
  const x = width * random.between(0.36, 0.46);
  const crust = mix(palette.accents[1], palette.roof, 0.55);
  const cuts = times(4, (index) =>
    stroke(
      `M${px(x - 190 + index * 110)} ${px(y - 190)} q46 20 52 70`,
      mix(crust, palette.light, 0.55),
      15,
      0.85,
    ),
  );
  const loaf = `<path d="M${px(x - 330)} ${px(y)} C${px(x - 350)} ${px(y - 190)} ${px(x - 170)} ${px(y - 250)} ${px(x)} ${px(y - 250)} C${px(x + 170)} ${px(y - 250)} ${px(x + 350)} ${px(y - 190)} ${px(x + 330)} ${px(y)} Z" fill="url(#crust)"/>`;
  const candleX = width * random.between(0.76, 0.86);
  const flame = `<path d="M${px(candleX)} ${px(y - 520)} q34 58 0 96 q-34 -38 0 -96 Z" fill="${palette.sun}"/>`;
  const crumbs = times(40, () =>
    circle(
      x + random.between(-420, 480),
      y + random.between(22, 110),
      random.between(2, 6),
      mix(crust, palette.light, 0.4),
    ),
  );
  const defs =
    `<defs>${verticalGradient('crust', [mix(crust, palette.light, 0.3), crust, mix(crust, palette.dark, 0.5)])}` +
    radialGradient('halo', [
      [0, palette.sun, 0.75],
      [0.4, palette.sun, 0.2],
      [1, palette.sun, 0],
    ]) +
    '</defs>';
  return [
    defs,
    room(canvas, height * 0.62),
    circle(candleX, y - 470, 400, 'url(#halo)'),
    ellipse(x + 60, y + 34, 560, 74, palette.dark, 0.35),
    ellipse(x, y + 16, 540, 74, mix(palette.wall, palette.light, 0.2)),
    ellipse(x, y + 4, 540, 74, mix(palette.wall, palette.roof, 0.25)),
    loaf,
    cuts,
    crumbs,
    polygon(
      [
        [x + 360, y + 40],
        [x + 700, y - 10],
        [x + 706, y + 14],
        [x + 380, y + 66],
      ],
      mix(palette.light, palette.skyTop, 0.35),
    ),
    stroke(`M${px(x + 370)} ${px(y + 52)} L${px(x + 240)} ${px(y + 78)}`, palette.dark, 26),
    rect(candleX - 26, y - 420, 52, 380, mix(palette.light, palette.wall, 0.25)),
    ellipse(candleX, y - 40, 96, 26, mix(palette.roof, palette.dark, 0.35)),
    flame,
  ].join('');
};

/** A printed plate: a leafy branch on cream paper, in flat colours. */
export const plate: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const paper = mix('#f6efdd', palette.light, 0.3);
  const ink = mix(palette.dark, '#20301f', 0.5);
  const branch = (x: number, y: number, length: number, angle: number, depth: number): string => {
    const [ex, ey] = [x + Math.cos(angle) * length, y + Math.sin(angle) * length];
    const leaves = times(5, (index) => {
      const at = (index + 1) / 5.5;
      const side = index % 2 ? 1 : -1;
      const [lx, ly] = [x + (ex - x) * at, y + (ey - y) * at];
      const turn = (angle + side * 0.9) * (180 / Math.PI);
      const size = 26 + depth * 20;
      return `<g transform="translate(${px(lx)} ${px(ly)}) rotate(${px(turn)})"><path d="M0 0 Q${px(size)} ${px(-size * 0.62)} ${px(size * 2.2)} 0 Q${px(size)} ${px(size * 0.62)} 0 0 Z" fill="${index % 3 ? palette.foliage : mix(palette.foliage, palette.light, 0.3)}"/><path d="M0 0 H${px(size * 1.9)}" stroke="${ink}" stroke-width="2"/></g>`;
    });
    const fruit =
      depth <= 1
        ? circle(ex, ey + 14, 21, random.pick(palette.accents)) + circle(ex - 6, ey + 8, 5, paper)
        : '';
    if (depth === 0) return stroke(`M${px(x)} ${px(y)} L${px(ex)} ${px(ey)}`, ink, 4) + leaves + fruit;
    const forks = times(2, (index) =>
      branch(
        ex,
        ey,
        length * random.between(0.66, 0.8),
        angle + (index ? 0.56 : -0.56) + random.between(-0.16, 0.16),
        depth - 1,
      ),
    );
    return stroke(`M${px(x)} ${px(y)} L${px(ex)} ${px(ey)}`, ink, 4 + depth * 3) + forks + leaves + fruit;
  };
  return [
    rect(0, 0, width, height, paper),
    `<rect x="46" y="46" width="${width - 92}" height="${height - 92}" fill="none" stroke="${ink}" stroke-width="4"/>`,
    `<rect x="60" y="60" width="${width - 120}" height="${height - 120}" fill="none" stroke="${ink}" stroke-width="1.5"/>`,
    branch(width * 0.5, height * 0.93, height * 0.28, -Math.PI / 2 + random.between(-0.15, 0.15), 3),
  ].join('');
};
