import sharp from 'sharp';
import { createRandom } from '../random';
import type { Scene } from './canvas';
import { palettes, type PaletteName } from './palettes';

export interface PictureDesign {
  /** File name without extension, and what the drawing's choices derive from. */
  name: string;
  scene: Scene;
  palette: PaletteName;
  width: number;
  height: number;
  format: 'jpeg' | 'png' | 'webp';
}

export function drawPicture({ name, scene, palette, width, height }: PictureDesign): string {
  const svg = scene({ width, height, palette: palettes[palette], random: createRandom(`picture ${name}`) });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${svg}</svg>`;
}

export async function renderPicture(design: PictureDesign): Promise<Buffer> {
  const image = sharp(Buffer.from(drawPicture(design))).flatten();
  if (design.format === 'png') return image.png({ palette: true, colours: 64 }).toBuffer();
  if (design.format === 'webp') return image.webp({ quality: 82 }).toBuffer();
  return image.jpeg({ quality: 84, mozjpeg: false }).toBuffer();
}
