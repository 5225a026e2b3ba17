import type { Pair } from '../languages';
import type { Rubric } from '../text/banks/bank';

export interface Category {
  key: string;
  parent?: string;
  name: Pair;
  description: Pair;
  colour: string;
  /** Rubrics whose articles belong here. */
  rubrics: readonly Rubric[];
}

/** Parents come before their children. */
export const categoryList: readonly Category[] = [
  {
    key: 'outdoors',
    name: ['Outdoors', 'Draußen'],
    description: ['Whatever needs boots.', 'Alles, wofür man Stiefel braucht.'],
    colour: '#5d9152',
    rubrics: [],
  },
  {
    key: 'past',
    name: ['The past', 'Vergangenes'],
    description: ['Houses, quarrels and other remains.', 'Häuser, Streitigkeiten und andere Überreste.'],
    colour: '#8c4a2f',
    rubrics: [],
  },
  {
    key: 'home',
    name: ['At home', 'Zu Hause'],
    description: ['For rainy days and long evenings.', 'Für Regentage und lange Abende.'],
    colour: '#b98fa3',
    rubrics: [],
  },
  {
    key: 'gardens',
    parent: 'outdoors',
    name: ['Gardens', 'Gärten'],
    description: ['Beds, hedges, fruit and failure.', 'Beete, Hecken, Obst und Misserfolge.'],
    colour: '#7cab56',
    rubrics: ['garden'],
  },
  {
    key: 'walks',
    parent: 'outdoors',
    name: ['Walks', 'Wanderungen'],
    description: [
      'Half days on foot, with a place to sit.',
      'Halbe Tage zu Fuß, mit einem Platz zum Sitzen.',
    ],
    colour: '#6a6a2c',
    rubrics: ['walk'],
  },
  {
    key: 'wildlife',
    parent: 'outdoors',
    name: ['Wildlife', 'Tiere und Pflanzen'],
    description: ['Who else lives in the valley.', 'Wer sonst noch im Tal wohnt.'],
    colour: '#3f7a3c',
    rubrics: ['wildlife'],
  },
  {
    key: 'houses',
    parent: 'past',
    name: ['Houses and halls', 'Häuser und Höfe'],
    description: ['Stones, and what is said about them.', 'Steine, und was man über sie sagt.'],
    colour: '#b1583f',
    rubrics: ['history'],
  },
  {
    key: 'people',
    parent: 'past',
    name: ['People', 'Menschen'],
    description: ['Clockmakers, postmen, schoolteachers.', 'Uhrmacher, Briefträger, Lehrerinnen.'],
    colour: '#a9a8bd',
    rubrics: [],
  },
  {
    key: 'kitchen',
    parent: 'home',
    name: ['Kitchen', 'Küche'],
    description: ['Tested by forty people in Maddle.', 'Geprüft von vierzig Leuten in Maddle.'],
    colour: '#f2b632',
    rubrics: ['kitchen'],
  },
  {
    key: 'crafts',
    parent: 'home',
    name: ['Crafts', 'Handwerk'],
    description: ['Made, mended, handed on.', 'Gemacht, geflickt, weitergegeben.'],
    colour: '#6f4f4c',
    rubrics: ['craft'],
  },
];
