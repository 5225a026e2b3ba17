import {
  broadleaf,
  circle,
  ellipse,
  flower,
  grass,
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

function brickWall({ width, palette, random }: Canvas, top: number, bottom: number): string {
  const brick = mix(palette.roof, palette.wall, 0.45);
  const rows = 13;
  const rowHeight = (bottom - top) / rows;
  const bricks = times(rows, (row) =>
    times(22, (index) => {
      const length = width / 20;
      const x = index * length - (row % 2 ? length / 2 : 0);
      return rect(
        x + 2,
        top + row * rowHeight + 2,
        length - 4,
        rowHeight - 4,
        mix(brick, random.chance(0.5) ? palette.dark : palette.light, random.between(0, 0.18)),
      );
    }),
  );
  return (
    rect(0, top, width, bottom - top, mix(palette.wall, palette.dark, 0.25)) +
    bricks +
    rect(0, top - 14, width, 18, mix(palette.wall, palette.light, 0.2))
  );
}

/** Beds along a brick wall with a gate in it. */
export const walledGarden: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const top = height * 0.34;
  const foot = height * 0.64;
  const x = width * random.between(0.4, 0.6);
  const half = width * 0.055;
  const gate =
    `<path d="M${px(x - half)} ${px(foot)} V${px(top + 90)} A${px(half)} ${px(half)} 0 0 1 ${px(x + half)} ${px(top + 90)} V${px(foot)} Z" fill="${mix(palette.ground, palette.light, 0.35)}"/>` +
    times(7, (index) =>
      stroke(
        `M${px(x - half + (index + 0.5) * ((half * 2) / 7))} ${px(top + 62)} V${px(foot)}`,
        palette.dark,
        5,
      ),
    );
  const espaliers = times(5, (index) => {
    const tx = width * (0.08 + index * 0.21);
    if (Math.abs(tx - x) < half * 2) return '';
    const arms = times(4, (arm) => {
      const y = foot - 50 - arm * 58;
      const leaves = times(11, () =>
        circle(
          tx + random.between(-110, 110),
          y + random.between(-14, 14),
          random.between(8, 17),
          mix(palette.foliage, palette.light, random.between(0, 0.25)),
        ),
      );
      const fruit = times(3, () =>
        circle(tx + random.between(-100, 100), y + random.between(-4, 16), 8, palette.accents[0]),
      );
      return (
        stroke(
          `M${px(tx - 110)} ${px(y - 10)} Q${px(tx)} ${px(y + 12)} ${px(tx + 110)} ${px(y - 10)}`,
          palette.dark,
          6,
        ) +
        leaves +
        fruit
      );
    });
    return stroke(`M${px(tx)} ${px(foot)} V${px(top + 70)}`, palette.dark, 9) + arms;
  });
  const path = polygon(
    [
      [x - half * 0.9, foot],
      [x + half * 0.9, foot],
      [x + width * 0.16, height],
      [x - width * 0.16, height],
    ],
    mix(palette.wall, palette.light, 0.4),
  );
  const beds = times(150, (index) => {
    const depth = index / 150;
    const y = foot + 20 + (height * 1.06 - foot) * depth;
    const fx = random.between(-20, width + 20);
    const away = Math.abs(fx - x) > half + width * 0.14 * depth;
    return away ? flower(canvas, fx, y, height * (0.05 + 0.12 * depth), 7 + 18 * depth) : '';
  });
  const trees = times(8, () =>
    broadleaf(canvas, random.between(0, width), top + 30, height * random.between(0.16, 0.28)),
  );
  return (
    sky(canvas, 0.4) +
    trees +
    brickWall(canvas, top, foot) +
    gate +
    espaliers +
    rect(0, foot, width, height - foot, mix(palette.ground, palette.dark, 0.15)) +
    path +
    beds
  );
};

/** Rows of vegetables in front of a cottage. */
export const kitchenGarden: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const horizon = height * 0.5;
  const vanishing = width * random.between(0.35, 0.65);
  const soil = mix(palette.roof, palette.dark, 0.45);
  const back = hills(canvas, 3, 0.36, 0.47);
  const rows = times(9, (row) => {
    const target = width * (-0.25 + row * 0.19);
    return times(15, (index) => {
      const depth = ((index + 1) / 15) ** 1.7;
      const x = vanishing + (target - vanishing) * depth;
      const y = horizon + 26 + (height - horizon) * depth;
      const r = 5 + 42 * depth;
      const leaf =
        row % 3 === 0
          ? mix(palette.foliage, palette.accents[2], 0.35)
          : mix(palette.foliage, palette.light, row % 3 === 1 ? 0.22 : 0.05);
      return times(6, (petal) => {
        const angle = (petal / 6) * Math.PI * 2 + random.between(0, 0.6);
        return ellipse(
          x + Math.cos(angle) * r * 0.5,
          y - r * 0.3 + Math.sin(angle) * r * 0.3,
          r * 0.5,
          r * 0.34,
          mix(leaf, palette.dark, random.between(0, 0.25)),
        );
      });
    });
  });
  const poles = times(6, (index) => {
    const x = width * (0.06 + index * 0.05);
    return (
      stroke(
        `M${px(x)} ${px(horizon + 90)} L${px(x + 18)} ${px(horizon - 90)}`,
        mix(palette.roof, palette.dark, 0.2),
        5,
      ) +
      times(9, () =>
        circle(
          x + random.between(-12, 26),
          horizon + random.between(-80, 80),
          random.between(6, 13),
          mix(palette.foliage, palette.light, random.between(0, 0.2)),
        ),
      )
    );
  });
  return [
    sky(canvas, 0.45),
    back.svg,
    times(7, () =>
      broadleaf(canvas, random.between(0, width), horizon + 6, height * random.between(0.12, 0.24)),
    ),
    house(canvas, width * 0.68, horizon + 24, width * 0.17),
    rect(0, horizon + 12, width, height - horizon, soil),
    rows,
    poles,
  ].join('');
};

/** A dry-stone wall, a field gate and the sky. */
export const fieldGate: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const back = hills(canvas, 5, 0.4, 0.66);
  const top = height * 0.64;
  const foot = height * 0.86;
  const x = width * random.between(0.36, 0.5);
  const gateWidth = width * 0.24;
  const stones = times(8, (row) =>
    times(30, (index) => {
      const sx = index * (width / 27) + random.between(-12, 12);
      if (sx > x - 40 && sx < x + gateWidth + 4) return '';
      const h = (foot - top) / 8;
      return ellipse(
        sx,
        top + row * h + h / 2,
        random.between(26, 40),
        h * 0.56,
        mix(palette.wall, random.chance(0.6) ? palette.dark : palette.light, random.between(0.08, 0.4)),
      );
    }),
  );
  const wood = mix(palette.roof, palette.light, 0.2);
  const bars = times(5, (index) =>
    rect(x, top + 8 + index * 38, gateWidth, 13, mix(wood, palette.dark, index * 0.06)),
  );
  const posts =
    rect(x - 18, top - 34, 26, foot - top + 44, mix(wood, palette.dark, 0.35)) +
    rect(x + gateWidth - 8, top - 34, 26, foot - top + 44, mix(wood, palette.dark, 0.35));
  const brace = stroke(`M${px(x + 8)} ${px(top + 172)} L${px(x + gateWidth - 12)} ${px(top + 14)}`, wood, 11);
  const defs = `<defs>${verticalGradient('verge', [palette.ground, mix(palette.ground, palette.dark, 0.3)])}</defs>`;
  return [
    defs,
    sky(canvas, 0.55),
    back.svg,
    broadleaf(canvas, width * random.between(0.72, 0.9), top + 34, height * 0.46),
    rect(0, foot - 24, width, height - foot + 24, 'url(#verge)'),
    stones,
    bars,
    brace,
    posts,
    grass(canvas, foot, height * 1.04, 260),
    times(16, () =>
      flower(
        canvas,
        random.between(0, width),
        height * random.between(0.93, 1.03),
        height * random.between(0.05, 0.1),
        random.between(8, 15),
      ),
    ),
  ].join('');
};
