import { portraitOf, type CataloguePicture } from '../media/pictureCatalogue';
import { palettes, type PaletteName } from '../pictures/palettes';
import type { Rubric } from '../text/banks/bank';

export interface Author {
  name: string;
  role: string;
  joined: string;
  bio: string;
  rubrics: readonly Rubric[];
  portrait: CataloguePicture;
}

type AuthorRow = readonly [
  name: string,
  role: string,
  joined: string,
  rubrics: readonly Rubric[],
  bio: string,
];

const rows: readonly AuthorRow[] = [
  [
    'Marian Thwaite',
    'Editor',
    '2009-03-02',
    ['history', 'garden'],
    'Marian Thwaite founded the magazine at a kitchen table in Wenlow and still answers the letters. **She reads every proof twice**, once aloud.',
  ],
  [
    'Jonathan Sallow',
    'Walks editor',
    '2010-06-14',
    ['walk'],
    'Jonathan Sallow has worn out eleven pairs of boots in the service of this magazine. He does not own a car, and it shows in the prose.',
  ],
  [
    'Frieda Altenburg',
    'Gardens',
    '2012-01-09',
    ['garden', 'wildlife'],
    'Frieda Altenburg trained as a gardener in Thuringia and came to the valley for one summer. Her column has been late only once, during the flood.',
  ],
  [
    'Percy Lavender',
    'Local history',
    '2011-09-05',
    ['history'],
    'Percy Lavender taught history at the school in Harrowford for thirty years. He keeps the county’s largest private collection of receipts.',
  ],
  [
    'Nell Winterbourne',
    'Kitchen',
    '2014-04-22',
    ['kitchen'],
    'Nell Winterbourne cooks for the village hall in Maddle. Her recipes are tested by forty people who say what they think.',
  ],
  [
    'Oswin Reed',
    'Wildlife',
    '2013-05-01',
    ['wildlife'],
    'Oswin Reed counts birds for the county and frogs for himself. He writes in the early morning, when nobody can contradict him.',
  ],
  [
    'Tilda Brandreth',
    'Crafts',
    '2015-10-12',
    ['craft'],
    'Tilda Brandreth makes baskets, mends chairs and writes about people who do it better.',
  ],
  [
    'Conrad Beck',
    'Letters from the north slope',
    '2016-02-29',
    ['walk', 'wildlife'],
    'Conrad Beck keeps sheep above Stennick and reports on weather, gates and gossip.',
  ],
  [
    'Isolde Farr',
    'Illustrator',
    '2012-11-30',
    ['craft', 'garden'],
    'Isolde Farr draws most of what you see in these pages, and occasionally adds a few words.',
  ],
  [
    'Hamish Loxley',
    'Archives',
    '2017-07-18',
    ['history', 'kitchen'],
    'Hamish Loxley is the volunteer archivist of the parish of Ostwick. *If it is in a box, he has labelled it.*',
  ],
  [
    'Dorothea Quill',
    'Translations',
    '2018-03-15',
    ['kitchen', 'history', 'walk'],
    'Dorothea Quill translates the magazine into German and back, and finds the mistakes in both.',
  ],
  [
    'Ben Osier',
    'Reporter',
    '2021-09-01',
    ['garden', 'craft', 'kitchen', 'wildlife'],
    'Ben Osier came as an intern and has not been told to leave.',
  ],
];

const paletteNames = Object.keys(palettes) as PaletteName[];

export const authorList: readonly Author[] = rows.map(([name, role, joined, rubrics, bio], index) => ({
  name,
  role,
  joined,
  rubrics,
  bio,
  portrait: portraitOf(name, paletteNames[index % paletteNames.length] as PaletteName),
}));
