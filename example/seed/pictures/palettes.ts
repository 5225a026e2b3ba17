/** Colours of one hour in one season, `#rrggbb`. */
export interface Palette {
  skyTop: string;
  skyLow: string;
  sun: string;
  /** Hills at the horizon, nearly the colour of the air. */
  far: string;
  /** Hills in front. */
  near: string;
  ground: string;
  foliage: string;
  water: string;
  wall: string;
  roof: string;
  dark: string;
  light: string;
  /** Flowers, fruit, lit windows. */
  accents: readonly [string, string, string];
}

export const palettes = {
  dawn: {
    skyTop: '#7d92b8',
    skyLow: '#f7cdb0',
    sun: '#fff0d6',
    far: '#a9a8bd',
    near: '#56666f',
    ground: '#3d4c45',
    foliage: '#4c6350',
    water: '#b9b4c4',
    wall: '#c9a892',
    roof: '#6f4f4c',
    dark: '#28322f',
    light: '#fbe6d2',
    accents: ['#e79a86', '#f3c59b', '#c7708a'],
  },
  noon: {
    skyTop: '#4f9bd4',
    skyLow: '#d9eef7',
    sun: '#fffbe8',
    far: '#9fc0c4',
    near: '#5d9152',
    ground: '#6fa34c',
    foliage: '#3f7a3c',
    water: '#7cbbd2',
    wall: '#e3cda6',
    roof: '#b1583f',
    dark: '#244026',
    light: '#fffdf2',
    accents: ['#e2554f', '#f4c445', '#ffffff'],
  },
  golden: {
    skyTop: '#e0a15c',
    skyLow: '#fbe3a8',
    sun: '#fffbe0',
    far: '#cfab7b',
    near: '#8b7a3d',
    ground: '#77702f',
    foliage: '#6a6a2c',
    water: '#e3be84',
    wall: '#dba96f',
    roof: '#8c4a2f',
    dark: '#3d3217',
    light: '#fff3cf',
    accents: ['#d9622b', '#f2b632', '#a63d2e'],
  },
  autumn: {
    skyTop: '#8aa3ad',
    skyLow: '#e8dfcb',
    sun: '#fff6df',
    far: '#a8a596',
    near: '#a0673a',
    ground: '#6c5a34',
    foliage: '#b8622e',
    water: '#9aacab',
    wall: '#bd9b78',
    roof: '#74402f',
    dark: '#3b2a1e',
    light: '#f5ead4',
    accents: ['#c9412f', '#e6a23a', '#7f2f35'],
  },
  mist: {
    skyTop: '#b9c5c6',
    skyLow: '#e9ece6',
    sun: '#ffffff',
    far: '#c6cfcb',
    near: '#7f938b',
    ground: '#6a7f70',
    foliage: '#5c766b',
    water: '#cbd6d6',
    wall: '#b8b1a3',
    roof: '#7a726b',
    dark: '#3c4a46',
    light: '#f7f8f3',
    accents: ['#b98fa3', '#d8c98f', '#8fa7b9'],
  },
  winter: {
    skyTop: '#8fa9c4',
    skyLow: '#eef3f6',
    sun: '#fffaf0',
    far: '#c4d0da',
    near: '#dfe7ec',
    ground: '#f3f6f7',
    foliage: '#5f6f72',
    water: '#a9c0cf',
    wall: '#a58f80',
    roof: '#e9eef1',
    dark: '#3a4347',
    light: '#ffffff',
    accents: ['#b5423c', '#d9a15a', '#6c8f6a'],
  },
  dusk: {
    skyTop: '#2f3b66',
    skyLow: '#e08f72',
    sun: '#ffd9a0',
    far: '#6d5f82',
    near: '#38405c',
    ground: '#262c3d',
    foliage: '#2b3a44',
    water: '#8a7290',
    wall: '#5d5468',
    roof: '#322f45',
    dark: '#171b28',
    light: '#f6cf9f',
    accents: ['#f5b35c', '#e7776a', '#f9dc92'],
  },
  spring: {
    skyTop: '#86bfdb',
    skyLow: '#f3f4e4',
    sun: '#fffdf0',
    far: '#b3cdb8',
    near: '#84b35f',
    ground: '#8fbf5e',
    foliage: '#7cab56',
    water: '#a7d3dd',
    wall: '#ead7bb',
    roof: '#c0705a',
    dark: '#35502f',
    light: '#fffef6',
    accents: ['#f2a6c2', '#fbe26b', '#ffffff'],
  },
} satisfies Record<string, Palette>;

export type PaletteName = keyof typeof palettes;

/** The colour between two, `amount` 0 being the first. */
export function mix(from: string, to: string, amount: number): string {
  const channel = (color: string, index: number) => parseInt(color.slice(1 + index * 2, 3 + index * 2), 16);
  const mixed = [0, 1, 2].map((index) =>
    Math.round(channel(from, index) + (channel(to, index) - channel(from, index)) * amount)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${mixed.join('')}`;
}
