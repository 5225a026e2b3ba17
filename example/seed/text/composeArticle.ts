import type { Pair } from '../languages';
import type { Random } from '../random';
import type { Bank } from './banks/bank';
import { commonDetails, commonHeadings, excerptTails, quotes } from './banks/common';

export interface Chapter {
  heading: Pair;
  paragraphs: Pair[][];
}

/** The sentences of one article in their order, still with slots and in both languages. */
export interface Outline {
  opening: Pair[];
  chapters: Chapter[];
  items: Pair[];
  quote: Pair;
  closing: Pair;
  excerptTail: Pair;
}

/** Deals sentences out of a shuffled pack, so that none is said twice. */
function deal(pack: Pair[], count: number): Pair[] {
  return pack.splice(0, count);
}

const namesSubject = ([english]: Pair) => english.includes('{thing}');

/**
 * @param aboutSubject the title names the subject, so the first sentence has to name it as well
 */
export function composeArticle(random: Random, bank: Bank, aboutSubject: boolean): Outline {
  const openings = aboutSubject ? bank.openings.filter(namesSubject) : bank.openings;
  const details = [...bank.details, ...random.sample(commonDetails, 12)];
  const pack = random.sample(details, details.length);
  const headings = random.sample(
    [...random.sample(bank.headings, 3), random.pick(commonHeadings)],
    random.int(2, 4),
  );
  return {
    opening: [random.pick(openings), ...deal(pack, random.int(2, 3))],
    chapters: headings.map((heading) => ({
      heading,
      paragraphs: [deal(pack, random.int(2, 3)), deal(pack, random.int(2, 3))].filter(
        ({ length }) => length > 0,
      ),
    })),
    items: random.sample(bank.items, random.int(3, 5)),
    quote: random.pick(quotes),
    closing: random.pick(bank.closings),
    excerptTail: random.pick(excerptTails),
  };
}
