import { inLanguage, type Language } from '../languages';
import { createRandom, type Random } from '../random';
import { articleSlots, chooseFacts, type ArticleFacts } from '../text/articleSlots';
import { rubrics, type Bank, type Rubric } from '../text/banks/bank';
import { banks } from '../text/banks/banks';
import { composeArticle, type Outline } from '../text/composeArticle';
import { capitalise, fillSentence, type BilingualSlots } from '../text/fillSentence';
import { spots } from '../text/valley';

/** What is published of an article, in which languages, and whether somebody went on editing. */
export type Publication =
  | 'published'
  | 'published, English edited'
  | 'published, German edited'
  | 'English published, German draft'
  | 'English only'
  | 'German only'
  | 'draft'
  | 'English draft';

export interface ArticlePlan {
  index: number;
  rubric: Rubric;
  title: Record<Language, string>;
  facts: ArticleFacts;
  slots: BilingualSlots;
  outline: Outline;
  publication: Publication;
  /** File name of its cover; without it one is drawn by lot. */
  cover?: string;
  /** `YYYY-MM-DD` */
  publicationDate: string;
}

const shares: readonly [Publication, number][] = [
  ['published', 0.58],
  ['published, English edited', 0.08],
  ['published, German edited', 0.05],
  ['English published, German draft', 0.06],
  ['English only', 0.07],
  ['German only', 0.04],
  ['draft', 0.07],
  ['English draft', 0.05],
];

function choosePublication(random: Random): Publication {
  let rest = random.next();
  for (const [publication, share] of shares) {
    rest -= share;
    if (rest < 0) return publication;
  }
  return 'published';
}

function subjectTitle({ subject, spot }: ArticleFacts): Record<Language, string> {
  return {
    en: capitalise(`${subject.en} ${inLanguage(spot, 'en')}`),
    de: capitalise(`${subject.nom} ${inLanguage(spot, 'de')}`),
  };
}

function patternTitle(random: Random, bank: Bank, slots: BilingualSlots): Record<Language, string> {
  const pattern = random.pick(bank.titles);
  return { en: fillSentence(pattern, 'en', slots), de: fillSentence(pattern, 'de', slots) };
}

const firstIssue = Date.UTC(2018, 2, 3);
const day = 24 * 60 * 60 * 1000;

/** Nine days apart, from the first issue on. */
function dateOf(index: number): string {
  return new Date(firstIssue + index * 9 * day).toISOString().slice(0, 10);
}

/** The article that people who show the site look for, and that tests may rely on. */
export const knownTitle = 'The orchard behind the mill';

function knownArticle(): ArticlePlan {
  const random = createRandom(knownTitle);
  const [subject] = banks.garden.subjects;
  const [spot] = spots;
  if (!subject || !spot) throw new Error('The orchard or the mill is gone');
  const facts: ArticleFacts = {
    ...chooseFacts(random, subject, spot),
    place: 'Wenlow',
    other: 'Aldersby',
    month: ['May', 'Mai'],
  };
  return {
    index: 0,
    rubric: 'garden',
    title: subjectTitle(facts),
    facts,
    slots: articleSlots(facts),
    outline: composeArticle(random, banks.garden, true),
    publication: 'published',
    cover: 'orchard-spring.jpg',
    publicationDate: dateOf(0),
  };
}

function planArticle(index: number, attempt: number): ArticlePlan {
  const random = createRandom(`article ${index} attempt ${attempt}`);
  const rubric = rubrics[index % rubrics.length] as Rubric;
  const bank = banks[rubric];
  const facts = chooseFacts(random, random.pick(bank.subjects), random.pick(spots));
  const slots = articleSlots(facts);
  const aboutSubject = random.chance(0.6);
  return {
    index,
    rubric,
    title: aboutSubject ? subjectTitle(facts) : patternTitle(random, bank, slots),
    facts,
    slots,
    outline: composeArticle(random, bank, aboutSubject),
    publication: choosePublication(random),
    publicationDate: dateOf(index),
  };
}

/** `count` articles with titles that are distinct in each language; the known one comes first. */
export function planArticles(count: number): ArticlePlan[] {
  const plans = [knownArticle()];
  const taken = new Set(Object.values(plans[0]!.title));
  const isNew = ({ title }: ArticlePlan) => !taken.has(title.en) && !taken.has(title.de);

  while (plans.length < count) {
    let attempt = 0;
    let plan = planArticle(plans.length, attempt);
    while (!isNew(plan)) plan = planArticle(plans.length, (attempt += 1));
    Object.values(plan.title).forEach((title) => taken.add(title));
    plans.push(plan);
  }
  return plans;
}
