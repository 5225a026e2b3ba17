import type { Scene } from '../pictures/canvas';
import type { PaletteName } from '../pictures/palettes';
import type { PictureDesign } from '../pictures/renderPicture';
import { fieldGate, kitchenGarden, walledGarden } from '../pictures/scenes/gardens';
import { lane, meadow, orchard, valley, village, wood } from '../pictures/scenes/landscapes';
import { portrait } from '../pictures/scenes/portrait';
import { breadBoard, fruitBowl, jug, plate } from '../pictures/scenes/stillLifes';
import { bridge, lake, pond, river } from '../pictures/scenes/waters';
import { createRandom } from '../random';
import type { Rubric } from '../text/banks/bank';
import { places } from '../text/valley';
import type { FolderName } from './folders';

export interface CataloguePicture extends PictureDesign {
  folder: FolderName;
  alternativeText: string;
  caption: string;
  /** Rubrics whose articles may show it. */
  rubrics: readonly Rubric[];
}

interface Motif {
  name: string;
  scene: Scene;
  folder: FolderName;
  /** Completed by "near <place>" and the hour. */
  shows: string;
  /** Indoors there is no place, on a printed plate no hour either. */
  setting?: 'indoors' | 'printed';
  format: PictureDesign['format'];
  rubrics: readonly Rubric[];
  palettes: readonly [PaletteName, PaletteName, PaletteName];
}

const hours: Record<PaletteName, string> = {
  dawn: 'at first light',
  noon: 'on a clear day in summer',
  golden: 'in the last sun',
  autumn: 'in October',
  mist: 'in the morning mist',
  winter: 'after snow',
  dusk: 'at dusk',
  spring: 'in spring',
};

const motifs: readonly Motif[] = [
  {
    name: 'valley',
    scene: valley,
    folder: 'landscapes',
    shows: 'Hills behind hills',
    format: 'jpeg',
    rubrics: ['walk', 'history', 'wildlife'],
    palettes: ['dawn', 'noon', 'mist'],
  },
  {
    name: 'meadow',
    scene: meadow,
    folder: 'landscapes',
    shows: 'A meadow in flower',
    format: 'jpeg',
    rubrics: ['wildlife', 'walk', 'garden'],
    palettes: ['spring', 'golden', 'noon'],
  },
  {
    name: 'village',
    scene: village,
    folder: 'landscapes',
    shows: 'The church and the roofs',
    format: 'jpeg',
    rubrics: ['history', 'walk', 'craft', 'kitchen'],
    palettes: ['golden', 'dusk', 'winter'],
  },
  {
    name: 'lane',
    scene: lane,
    folder: 'landscapes',
    shows: 'The avenue of poplars',
    format: 'jpeg',
    rubrics: ['walk', 'history'],
    palettes: ['autumn', 'mist', 'spring'],
  },
  {
    name: 'wood',
    scene: wood,
    folder: 'landscapes',
    shows: 'A path between tall trunks',
    format: 'jpeg',
    rubrics: ['walk', 'wildlife', 'craft'],
    palettes: ['spring', 'autumn', 'mist'],
  },
  {
    name: 'field-gate',
    scene: fieldGate,
    folder: 'landscapes',
    shows: 'A dry-stone wall and a field gate',
    format: 'jpeg',
    rubrics: ['craft', 'walk', 'history'],
    palettes: ['noon', 'dawn', 'autumn'],
  },
  {
    name: 'river',
    scene: river,
    folder: 'waters',
    shows: 'The river in its bends',
    format: 'jpeg',
    rubrics: ['walk', 'wildlife', 'history'],
    palettes: ['golden', 'noon', 'dusk'],
  },
  {
    name: 'lake',
    scene: lake,
    folder: 'waters',
    shows: 'The mere and its reeds',
    format: 'jpeg',
    rubrics: ['wildlife', 'walk'],
    palettes: ['dawn', 'winter', 'golden'],
  },
  {
    name: 'bridge',
    scene: bridge,
    folder: 'waters',
    shows: 'The old bridge',
    format: 'jpeg',
    rubrics: ['history', 'craft', 'walk'],
    palettes: ['noon', 'mist', 'golden'],
  },
  {
    name: 'pond',
    scene: pond,
    folder: 'waters',
    shows: 'Water lilies on the pond',
    format: 'webp',
    rubrics: ['wildlife', 'garden'],
    palettes: ['noon', 'spring', 'dusk'],
  },
  {
    name: 'orchard',
    scene: orchard,
    folder: 'gardens',
    shows: 'Rows of fruit trees',
    format: 'jpeg',
    rubrics: ['garden', 'kitchen'],
    palettes: ['noon', 'spring', 'golden'],
  },
  {
    name: 'walled-garden',
    scene: walledGarden,
    folder: 'gardens',
    shows: 'A gate in the garden wall',
    format: 'jpeg',
    rubrics: ['garden', 'history'],
    palettes: ['spring', 'golden', 'dusk'],
  },
  {
    name: 'kitchen-garden',
    scene: kitchenGarden,
    folder: 'gardens',
    shows: 'Rows of lettuce and beans',
    format: 'jpeg',
    rubrics: ['garden', 'kitchen'],
    palettes: ['noon', 'autumn', 'dawn'],
  },
  {
    name: 'fruit-bowl',
    scene: fruitBowl,
    folder: 'stillLifes',
    shows: 'A bowl of fruit on a kitchen table',
    setting: 'indoors',
    format: 'jpeg',
    rubrics: ['kitchen', 'garden'],
    palettes: ['noon', 'golden', 'autumn'],
  },
  {
    name: 'jug',
    scene: jug,
    folder: 'stillLifes',
    shows: 'Garden flowers in a jug',
    setting: 'indoors',
    format: 'webp',
    rubrics: ['garden', 'craft', 'kitchen'],
    palettes: ['spring', 'dusk', 'golden'],
  },
  {
    name: 'bread',
    scene: breadBoard,
    folder: 'stillLifes',
    shows: 'A loaf, a knife and a candle',
    setting: 'indoors',
    format: 'jpeg',
    rubrics: ['kitchen', 'craft'],
    palettes: ['golden', 'winter', 'autumn'],
  },
  {
    name: 'plate',
    scene: plate,
    folder: 'plates',
    shows: 'A branch in leaf and fruit, printed plate',
    setting: 'printed',
    format: 'png',
    rubrics: ['garden', 'wildlife', 'craft', 'kitchen'],
    palettes: ['spring', 'noon', 'autumn'],
  },
];

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z]+/g, '-');
}

function picture(motif: Motif, palette: PaletteName): CataloguePicture {
  const place = createRandom(`place of ${motif.name} ${palette}`).pick(places);
  const where = motif.setting ? '' : ` near ${place}`;
  const when = motif.setting === 'printed' ? '' : ` ${hours[palette]}`;
  return {
    name: `${motif.name}-${palette}`,
    scene: motif.scene,
    palette,
    width: 1600,
    height: 1000,
    format: motif.format,
    folder: motif.folder,
    alternativeText: `${motif.shows}${where}${when}`,
    caption: `${motif.shows}${motif.setting ? '' : `, ${place}`}. Drawing: Hedge & Hollow`,
    rubrics: motif.rubrics,
  };
}

/** Every drawing of the site except the portraits. */
export const pictureCatalogue: readonly CataloguePicture[] = motifs.flatMap((motif) =>
  motif.palettes.map((palette) => picture(motif, palette)),
);

export function portraitOf(name: string, palette: PaletteName): CataloguePicture {
  return {
    name: `portrait-${slug(name)}`,
    scene: portrait,
    palette,
    width: 800,
    height: 800,
    format: 'jpeg',
    folder: 'people',
    alternativeText: `Portrait of ${name}`,
    caption: `${name}. Drawing: Hedge & Hollow`,
    rubrics: [],
  };
}
