import type { Pair } from '../languages';
import type { Random } from '../random';
import type { Subject } from './banks/bank';
import type { BilingualSlots } from './fillSentence';
import { animals, crops, fruits, months, numbers, people, places } from './valley';

/** What one article is about, chosen once and told in both languages. */
export interface ArticleFacts {
  subject: Subject;
  spot: Pair;
  place: string;
  other: string;
  person: string;
  person2: string;
  /** 1740 to 1899. */
  year: number;
  /** 1900 to 1968. */
  year2: number;
  /** 1974 to 2011: within the memory of the living. */
  lately: number;
  minutes: number;
  month: Pair;
  count: Pair;
  crop: Pair;
  fruit: Pair;
  animal: Pair;
}

export function chooseFacts(random: Random, subject: Subject, spot: Pair): ArticleFacts {
  const [place, other] = random.sample(places, 2) as [string, string];
  const [person, person2] = random.sample(people, 2) as [string, string];
  return {
    subject,
    spot,
    place,
    other,
    person,
    person2,
    year: random.int(1740, 1899),
    year2: random.int(1900, 1968),
    lately: random.int(1974, 2011),
    minutes: random.int(12, 55),
    month: random.pick(months),
    count: random.pick(numbers),
    crop: random.pick(crops),
    fruit: random.pick(fruits),
    animal: random.pick(animals),
  };
}

/** `{thing}` for English, `{thing.nom}`, `{thing.acc}` and `{thing.dat}` for German; the rest is named alike. */
export function articleSlots(facts: ArticleFacts): BilingualSlots {
  const same = {
    place: facts.place,
    other: facts.other,
    person: facts.person,
    person2: facts.person2,
    year: String(facts.year),
    year2: String(facts.year2),
    lately: String(facts.lately),
    minutes: String(facts.minutes),
  };
  const { spot, month, count, crop, fruit, animal } = facts;
  const translated = { spot, month, count, crop, fruit, animal };
  const side = (index: 0 | 1) =>
    Object.fromEntries(Object.entries(translated).map(([name, pair]) => [name, pair[index]]));
  return {
    en: { ...same, ...side(0), thing: facts.subject.en },
    de: {
      ...same,
      ...side(1),
      'thing.nom': facts.subject.nom,
      'thing.acc': facts.subject.acc,
      'thing.dat': facts.subject.dat,
    },
  };
}
