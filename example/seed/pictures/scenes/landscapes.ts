import {
  birds,
  broadleaf,
  church,
  conifer,
  ellipse,
  flower,
  grass,
  hill,
  hills,
  house,
  polygon,
  poplar,
  px,
  rect,
  sky,
  stroke,
  times,
  verticalGradient,
  type Scene,
} from '../canvas';
import { mix } from '../palettes';

/** Hills behind hills, with a line of trees on the nearest. */
export const valley: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const back = hills(canvas, 5, 0.42, 0.78);
  const trees = times(random.int(9, 16), () => {
    const x = random.between(0, width);
    const draw = random.chance(0.6) ? broadleaf : conifer;
    return draw(canvas, x, back.crest(x) + 8, height * random.between(0.07, 0.16));
  });
  const front = hill(canvas, height * 0.9, height * 0.04, palette.ground);
  return (
    sky(canvas) +
    birds(canvas) +
    back.svg +
    trees +
    front.svg +
    grass(canvas, height * 0.93, height * 1.02, 160)
  );
};

/** A meadow in flower in front of the valley. */
export const meadow: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const back = hills(canvas, 4, 0.4, 0.6);
  const field = hill(canvas, height * 0.64, height * 0.02, palette.ground);
  const edge = times(7, () => {
    const x = random.between(0, width);
    return broadleaf(canvas, x, field.at(x) + 6, height * random.between(0.1, 0.2));
  });
  const blossoms = times(120, (index) => {
    const depth = index / 120;
    const y = height * (0.7 + 0.36 * depth);
    return flower(canvas, random.between(-20, width + 20), y, height * (0.03 + 0.14 * depth), 5 + 20 * depth);
  });
  return (
    sky(canvas, 0.5) +
    back.svg +
    field.svg +
    edge +
    grass(canvas, height * 0.68, height * 1.04, 260) +
    blossoms
  );
};

/** A village with its church on a slope. */
export const village: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const back = hills(canvas, 4, 0.4, 0.62);
  const slope = hill(canvas, height * 0.72, height * 0.035, mix(palette.near, palette.ground, 0.5));
  const center = width * random.between(0.35, 0.65);
  const homes = times(11, (index) => {
    const x = center + (index - 5.5) * width * 0.065 + random.between(-20, 20);
    return house(canvas, x, slope.at(x) + random.between(16, 70), width * random.between(0.05, 0.075));
  });
  const trees = times(10, () => {
    const x = random.between(0, width);
    return broadleaf(canvas, x, slope.at(x) + random.between(40, 110), height * random.between(0.08, 0.15));
  });
  const front = hill(canvas, height * 0.92, height * 0.03, palette.ground);
  return [
    sky(canvas),
    birds(canvas),
    back.svg,
    slope.svg,
    church(canvas, center, slope.at(center) + 18, height * 0.16),
    homes,
    trees,
    front.svg,
    grass(canvas, height * 0.94, height * 1.03, 140),
  ].join('');
};

/** Rows of fruit trees that run towards the viewer. */
export const orchard: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const back = hills(canvas, 3, 0.42, 0.52);
  const rows = times(6, (row) => {
    const depth = row / 5;
    const y = height * (0.58 + 0.36 * depth ** 1.4);
    const size = height * (0.1 + 0.3 * depth);
    const gap = size * 1.25;
    const count = Math.ceil(width / gap) + 2;
    const shift = random.between(0, gap);
    return times(count, (index) => {
      const x = index * gap - shift + random.between(-8, 8);
      const fruit = times(10, () =>
        ellipse(
          x + random.between(-0.3, 0.3) * size,
          y - size * random.between(0.45, 0.95),
          size * 0.03,
          size * 0.032,
          random.pick(palette.accents),
        ),
      );
      return (
        ellipse(x, y + 2, size * 0.36, size * 0.06, palette.dark, 0.28) +
        broadleaf(canvas, x, y, size) +
        fruit
      );
    });
  });
  const field = rect(0, height * 0.55, width, height * 0.45, 'url(#field)');
  const defs = `<defs>${verticalGradient('field', [mix(palette.ground, palette.light, 0.15), mix(palette.ground, palette.dark, 0.2)])}</defs>`;
  return defs + sky(canvas, 0.45) + back.svg + field + grass(canvas, height * 0.6, height, 160) + rows;
};

/** A lane between poplars. */
export const lane: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const vanishing = width * random.between(0.42, 0.58);
  const horizon = height * 0.56;
  const back = hills(canvas, 4, 0.4, 0.54);
  const road = polygon(
    [
      [vanishing - 6, horizon],
      [vanishing + 6, horizon],
      [width * 0.74, height],
      [width * 0.26, height],
    ],
    mix(palette.wall, palette.light, 0.25),
  );
  const trees = times(9, (index) => {
    const depth = (index + 1) / 9;
    const near = depth ** 2.1;
    const y = horizon + (height * 1.02 - horizon) * near;
    const reach = 16 + width * 0.42 * near;
    const size = height * (0.08 + 0.85 * near);
    return poplar(canvas, vanishing - reach, y, size) + poplar(canvas, vanishing + reach, y, size);
  });
  const field = rect(0, horizon, width, height - horizon, palette.ground);
  return sky(canvas, 0.5) + back.svg + field + grass(canvas, horizon + 20, height, 180) + road + trees;
};

/** Trunks in three depths, with light between them. */
export const wood: Scene = (canvas) => {
  const { width, height, palette, random } = canvas;
  const air = mix(palette.skyLow, palette.light, 0.3);
  const layers = times(4, (layer) => {
    const depth = layer / 3;
    const bark = mix(air, palette.dark, 0.25 + 0.65 * depth);
    const trunks = times(15 - layer * 3, () => {
      const x = random.between(-20, width + 20);
      const thick = width * (0.006 + 0.022 * depth) * random.between(0.7, 1.3);
      const lean = random.between(-18, 18);
      return polygon(
        [
          [x - thick, height * (0.74 + depth * 0.2)],
          [x + thick, height * (0.74 + depth * 0.2)],
          [x + lean + thick * 0.6, 0],
          [x + lean - thick * 0.6, 0],
        ],
        bark,
      );
    });
    const crowns = times(26, () =>
      ellipse(
        random.between(0, width),
        height * random.between(-0.05, 0.28 - depth * 0.08),
        width * random.between(0.03, 0.09),
        height * random.between(0.03, 0.08),
        mix(mix(air, palette.foliage, 0.35 + 0.5 * depth), palette.light, random.between(0, 0.2)),
        0.7,
      ),
    );
    return trunks + crowns;
  });
  const rays = times(5, () => {
    const x = width * random.between(0.1, 0.9);
    return polygon(
      [
        [x, 0],
        [x + 60, 0],
        [x - 120, height],
        [x - 320, height],
      ],
      palette.sun,
      0.12,
    );
  });
  const floor = hill(canvas, height * 0.78, height * 0.02, mix(palette.ground, air, 0.25));
  const path = stroke(
    `M${px(width * 0.5)} ${px(height * 0.76)} C${px(width * 0.6)} ${px(height * 0.84)} ${px(width * 0.32)} ${px(height * 0.9)} ${px(width * 0.46)} ${px(height * 1.04)}`,
    mix(palette.wall, palette.light, 0.2),
    height * 0.06,
    0.8,
  );
  const defs = `<defs>${verticalGradient('air', [mix(palette.foliage, air, 0.45), air])}</defs>`;
  return `${defs}<rect width="${width}" height="${height}" fill="url(#air)"/>${floor.svg}${path}${layers}${rays}${grass(canvas, height * 0.86, height * 1.03, 200)}`;
};
