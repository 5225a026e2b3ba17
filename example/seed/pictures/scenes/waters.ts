import {
  birds,
  broadleaf,
  circle,
  conifer,
  ellipse,
  grass,
  hill,
  hills,
  house,
  polygon,
  px,
  rect,
  sky,
  stroke,
  times,
  verticalGradient,
  type Canvas,
  type Scene,
} from '../canvas';
import { mix } from '../palettes';

function ripples({ width, height, palette, random }: Canvas, top: number, count: number): string {
  return times(count, (index) => {
    const depth = index / count;
    const y = top + (height - top) * depth;
    const length = width * random.between(0.04, 0.16) * (0.4 + depth);
    const x = random.between(-50, width);
    return stroke(`M${px(x)} ${px(y)} h${px(length)}`, palette.light, 1.5 + depth * 3, 0.26);
  });
}

/** A river that winds down from the hills. */
export const river: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const back = hills(canvas, 4, 0.4, 0.56);
  const field = hill(canvas, height * 0.58, height * 0.015, palette.ground);
  const bend = random.chance(0.5) ? 1 : -1;
  const x = (share: number) => width * (0.5 + bend * share);
  const bed =
    `M${px(x(0.05))} ${px(height * 0.57)} C${px(x(-0.16))} ${px(height * 0.63)} ${px(x(0.26))} ${px(height * 0.68)} ${px(x(0.02))} ${px(height * 0.78)} ` +
    `C${px(x(-0.22))} ${px(height * 0.88)} ${px(x(-0.2))} ${px(height * 0.95)} ${px(x(-0.26))} ${px(height * 1.02)} ` +
    `L${px(x(0.2))} ${px(height * 1.02)} C${px(x(0.16))} ${px(height * 0.92)} ${px(x(0.2))} ${px(height * 0.84)} ${px(x(0.14))} ${px(height * 0.78)} ` +
    `C${px(x(0.36))} ${px(height * 0.67)} ${px(x(-0.08))} ${px(height * 0.63)} ${px(x(0.065))} ${px(height * 0.57)} Z`;
  const defs = `<defs>${verticalGradient('river', [palette.skyLow, palette.water, mix(palette.water, palette.dark, 0.25)])}</defs>`;
  const trees = times(16, (index) => {
    const depth = index / 16;
    const side = random.chance(0.5) ? random.between(0, 0.24) : random.between(0.78, 1);
    return broadleaf(canvas, width * side, height * (0.6 + 0.32 * depth), height * (0.08 + 0.2 * depth));
  });
  return `${defs}${sky(canvas, 0.5)}${birds(canvas)}${back.svg}${field.svg}${grass(canvas, height * 0.6, height, 180)}<path d="${bed}" fill="url(#river)"/>${trees}`;
};

/** A lake that mirrors its far shore. */
export const lake: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const shore = height * 0.6;
  const back = hills(canvas, 4, 0.36, 0.56);
  const trees = times(26, () => {
    const x = random.between(0, width);
    const draw = random.chance(0.55) ? conifer : broadleaf;
    return draw(canvas, x, shore + 2, height * random.between(0.06, 0.15));
  });
  const land = `${back.svg}${rect(0, shore - 8, width, 12, mix(palette.ground, palette.dark, 0.2))}${trees}`;
  const reeds = times(70, () => {
    const x = random.chance(0.5) ? random.between(0, width * 0.3) : random.between(width * 0.72, width);
    const length = height * random.between(0.1, 0.26);
    const sway = random.between(-22, 22);
    return (
      stroke(
        `M${px(x)} ${px(height * 1.01)} q${px(sway * 0.3)} ${px(-length * 0.6)} ${px(sway)} ${px(-length)}`,
        mix(palette.foliage, palette.dark, 0.35),
        3.4,
      ) + ellipse(x + sway, height * 1.01 - length, 4.5, 17, mix(palette.roof, palette.dark, 0.3))
    );
  });
  const defs =
    `<defs>${verticalGradient('lake', [mix(palette.water, palette.skyLow, 0.4), palette.water, mix(palette.water, palette.dark, 0.3)])}` +
    `<clipPath id="below"><rect y="${px(shore)}" width="${width}" height="${px(height - shore)}"/></clipPath></defs>`;
  const mirror = `<g clip-path="url(#below)" opacity="0.4"><g transform="translate(0 ${px(shore * 2)}) scale(1 -1)">${land}</g></g>`;
  return (
    defs +
    sky(canvas, 0.5) +
    land +
    rect(0, shore, width, height - shore, 'url(#lake)') +
    mirror +
    ripples(canvas, shore + 10, 60) +
    reeds
  );
};

/** A stone bridge of two or three arches. */
export const bridge: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const water = height * 0.72;
  const deck = height * random.between(0.48, 0.53);
  const arches = random.int(2, 3);
  const span = width / (arches + 0.6);
  const stone = mix(palette.wall, palette.dark, 0.08);
  const openings = times(arches, (index) => {
    const x = span * (index + 0.8);
    const half = span * 0.37;
    const spring = water - (water - deck) * 0.3;
    return (
      `<path d="M${px(x - half)} ${px(water + 4)} L${px(x - half)} ${px(spring)} A${px(half)} ${px((water - deck) * 0.52)} 0 0 1 ${px(x + half)} ${px(spring)} L${px(x + half)} ${px(water + 4)} Z" fill="${mix(palette.far, palette.dark, 0.45)}"/>` +
      `<path d="M${px(x - half)} ${px(water + 4)} L${px(x - half)} ${px(spring)} A${px(half)} ${px((water - deck) * 0.52)} 0 0 1 ${px(x + half)} ${px(spring)}" fill="none" stroke="${mix(stone, palette.light, 0.3)}" stroke-width="9"/>`
    );
  });
  const blocks = times(240, () => {
    const y = deck + Math.floor(random.between(0, 9)) * ((water - deck) / 9);
    return rect(
      random.between(0, width),
      y + 3,
      random.between(26, 60),
      (water - deck) / 9 - 5,
      mix(stone, random.chance(0.5) ? palette.light : palette.dark, random.between(0.04, 0.16)),
      0.7,
    );
  });
  const back = hills(canvas, 4, 0.36, 0.5);
  const trees = times(9, () =>
    broadleaf(canvas, random.between(0, width), deck + 10, height * random.between(0.12, 0.24)),
  );
  const homes = times(3, (index) =>
    house(canvas, width * (0.1 + index * 0.3 + random.between(0, 0.1)), deck + 8, width * 0.08),
  );
  const defs = `<defs>${verticalGradient('stream', [palette.water, mix(palette.water, palette.dark, 0.35)])}</defs>`;
  return [
    defs,
    sky(canvas, 0.5),
    back.svg,
    trees,
    homes,
    rect(0, deck, width, water - deck + 4, stone),
    blocks,
    openings,
    rect(0, deck - 14, width, 20, mix(stone, palette.light, 0.2)),
    rect(0, water, width, height - water, 'url(#stream)'),
    ripples(canvas, water + 8, 70),
    times(14, () =>
      ellipse(
        random.between(0, width),
        height * random.between(0.94, 1.02),
        random.between(40, 120),
        random.between(14, 34),
        mix(palette.ground, palette.dark, random.between(0.1, 0.4)),
      ),
    ),
  ].join('');
};

/** A pond with lily pads, seen from above the bank. */
export const pond: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const defs = `<defs>${verticalGradient('pond', [mix(palette.water, palette.foliage, 0.35), mix(palette.water, palette.dark, 0.55)])}</defs>`;
  const bank = times(34, (index) =>
    ellipse(
      (width * index) / 32,
      height * random.between(0.02, 0.16),
      width * random.between(0.04, 0.08),
      height * random.between(0.06, 0.12),
      mix(palette.foliage, random.chance(0.5) ? palette.dark : palette.light, random.between(0.05, 0.3)),
    ),
  );
  const pads = times(38, (index) => {
    const depth = 0.25 + 0.75 * (index / 38);
    const [x, y] = [random.between(0, width), height * (0.26 + 0.72 * (index / 38))];
    const r = width * 0.042 * depth * random.between(0.7, 1.3);
    const leaf = mix(palette.foliage, palette.light, random.between(0.02, 0.26));
    const blossom = random.chance(0.28)
      ? times(7, (petal) => {
          const angle = (petal / 7) * Math.PI * 2;
          return ellipse(
            x + Math.cos(angle) * r * 0.26,
            y - r * 0.14 + Math.sin(angle) * r * 0.14,
            r * 0.2,
            r * 0.13,
            mix(random.pick(palette.accents), palette.light, 0.35),
          );
        }) + circle(x, y - r * 0.14, r * 0.13, palette.accents[1])
      : '';
    return (
      ellipse(x + 4, y + 5, r, r * 0.5, palette.dark, 0.3) +
      ellipse(x, y, r, r * 0.5, leaf) +
      polygon(
        [
          [x, y],
          [x + r * 1.02, y - r * 0.14],
          [x + r * 1.02, y + r * 0.12],
        ],
        mix(palette.water, palette.dark, 0.4),
      ) +
      blossom
    );
  });
  return `${defs}<rect width="${width}" height="${height}" fill="url(#pond)"/>${ripples(canvas, height * 0.2, 46)}${bank}${pads}`;
};
