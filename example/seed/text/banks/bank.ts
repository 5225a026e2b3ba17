import type { Pair } from '../../languages';

export const rubrics = ['garden', 'walk', 'history', 'kitchen', 'craft', 'wildlife'] as const;
export type Rubric = (typeof rubrics)[number];

/** German needs the noun with its article in three cases; English makes do with one. */
export interface Subject {
  en: string;
  nom: string;
  acc: string;
  dat: string;
}

/**
 * What an article of one rubric is made of. Sentences hold slots such as `{person}` (see `articleSlots.ts`);
 * they are written so that they can follow one another in any order.
 */
export interface Bank {
  subjects: readonly Subject[];
  /** Patterns beside "subject + spot", which is the first choice for a title. */
  titles: readonly Pair[];
  openings: readonly Pair[];
  details: readonly Pair[];
  closings: readonly Pair[];
  headings: readonly Pair[];
  items: readonly Pair[];
}

export function subject(en: string, nom: string, acc: string = nom, dat: string = acc): Subject {
  return { en, nom, acc, dat };
}

/** A masculine noun: `der Hof, den Hof, dem Hof`. An adjective is written as in the nominative. */
export function masculine(en: string, noun: string, adjective = ''): Subject {
  const weak = adjective ? `${adjective}n ` : '';
  return subject(
    en,
    `der ${adjective ? `${adjective} ` : ''}${noun}`,
    `den ${weak}${noun}`,
    `dem ${weak}${noun}`,
  );
}

export function feminine(en: string, noun: string, adjective = ''): Subject {
  const plain = adjective ? `${adjective} ` : '';
  return subject(
    en,
    `die ${plain}${noun}`,
    `die ${plain}${noun}`,
    `der ${adjective ? `${adjective}n ` : ''}${noun}`,
  );
}

export function neuter(en: string, noun: string, adjective = ''): Subject {
  const plain = adjective ? `${adjective} ` : '';
  return subject(
    en,
    `das ${plain}${noun}`,
    `das ${plain}${noun}`,
    `dem ${adjective ? `${adjective}n ` : ''}${noun}`,
  );
}
