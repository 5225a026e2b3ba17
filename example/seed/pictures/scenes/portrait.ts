import { circle, ellipse, px, radialGradient, rect, times, type Scene } from '../canvas';
import { mix } from '../palettes';

const skins = ['#f2cdb0', '#e3b08c', '#c68b63', '#8f5a3c', '#f6d9c3'] as const;
const hairs = ['#2d2320', '#5b3a25', '#8d5a2b', '#c9a05a', '#b9b4ad', '#e7e3dc'] as const;

/** Head and shoulders in flat colours. */
export const portrait: Scene = ({ width, height, palette, random }) => {
  const skin = random.pick(skins);
  const hair = random.pick(hairs);
  const coat = random.pick([palette.roof, palette.near, palette.skyTop, palette.foliage]);
  const ground = mix(palette.skyLow, palette.water, random.between(0.1, 0.7));
  const [x, y, r] = [width / 2, height * 0.42, width * 0.17];
  const long = random.chance(0.5);
  const glasses = random.chance(0.4);
  const beard = !long && random.chance(0.4);
  const back = long
    ? `<path d="M${px(x - r * 1.2)} ${px(y + r * 1.7)} V${px(y - r * 0.2)} A${px(r * 1.2)} ${px(r * 1.25)} 0 0 1 ${px(x + r * 1.2)} ${px(y - r * 0.2)} V${px(y + r * 1.7)} Z" fill="${hair}"/>`
    : '';
  const fringe = `<path d="M${px(x - r * 1.06)} ${px(y)} C${px(x - r * 1.2)} ${px(y - r * 1.7)} ${px(x + r * 1.2)} ${px(y - r * 1.7)} ${px(x + r * 1.06)} ${px(y)} C${px(x + r * 0.8)} ${px(y - r * 0.7)} ${px(x - r * random.between(0, 0.6))} ${px(y - r * 0.5)} ${px(x - r * 1.06)} ${px(y)} Z" fill="${hair}"/>`;
  const eyes = times(2, (index) =>
    ellipse(x + (index ? 1 : -1) * r * 0.38, y + r * 0.08, r * 0.075, r * 0.1, '#2a2422'),
  );
  const frames = glasses
    ? times(
        2,
        (index) =>
          `<circle cx="${px(x + (index ? 1 : -1) * r * 0.38)}" cy="${px(y + r * 0.08)}" r="${px(r * 0.27)}" fill="none" stroke="#3a2f2a" stroke-width="${px(r * 0.06)}"/>`,
      ) + rect(x - r * 0.12, y + r * 0.05, r * 0.24, r * 0.05, '#3a2f2a')
    : '';
  const jaw = beard
    ? `<path d="M${px(x - r * 0.94)} ${px(y + r * 0.25)} Q${px(x - r * 0.8)} ${px(y + r * 1.45)} ${px(x)} ${px(y + r * 1.45)} Q${px(x + r * 0.8)} ${px(y + r * 1.45)} ${px(x + r * 0.94)} ${px(y + r * 0.25)} Q${px(x)} ${px(y + r * 0.7)} ${px(x - r * 0.94)} ${px(y + r * 0.25)} Z" fill="${mix(hair, skin, 0.15)}"/>`
    : '';
  return [
    `<defs>${radialGradient('backdrop', [
      [0, mix(ground, palette.light, 0.5), 1],
      [1, mix(ground, palette.dark, 0.18), 1],
    ])}</defs>`,
    rect(0, 0, width, height, 'url(#backdrop)'),
    back,
    `<path d="M${px(x - r * 2.2)} ${height} C${px(x - r * 2.1)} ${px(y + r * 1.9)} ${px(x - r * 0.9)} ${px(y + r * 1.75)} ${px(x)} ${px(y + r * 1.75)} C${px(x + r * 0.9)} ${px(y + r * 1.75)} ${px(x + r * 2.1)} ${px(y + r * 1.9)} ${px(x + r * 2.2)} ${height} Z" fill="${coat}"/>`,
    rect(x - r * 0.36, y + r * 0.7, r * 0.72, r * 1.2, mix(skin, palette.dark, 0.12)),
    ellipse(x, y + r * 1.92, r * 0.62, r * 0.26, mix(coat, palette.light, 0.4)),
    ellipse(x, y + r * 0.12, r * 0.98, r * 1.16, skin),
    circle(x - r * 0.55, y + r * 0.45, r * 0.2, '#e08a78', 0.3),
    circle(x + r * 0.55, y + r * 0.45, r * 0.2, '#e08a78', 0.3),
    jaw,
    eyes,
    frames,
    `<path d="M${px(x - r * 0.06)} ${px(y + r * 0.2)} q${px(r * 0.16)} ${px(r * 0.26)} ${px(-r * 0.04)} ${px(r * 0.3)}" fill="none" stroke="${mix(skin, palette.dark, 0.35)}" stroke-width="${px(r * 0.05)}"/>`,
    `<path d="M${px(x - r * 0.3)} ${px(y + r * 0.72)} q${px(r * 0.3)} ${px(r * 0.24)} ${px(r * 0.6)} 0" fill="none" stroke="#9c4f44" stroke-width="${px(r * 0.07)}" stroke-linecap="round"/>`,
    fringe,
  ].join('');
};
