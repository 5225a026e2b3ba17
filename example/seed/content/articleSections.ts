import { inLanguage, type Language, type Pair } from '../languages';
import type { MediaFile } from '../media/writeFiles';
import type { Random } from '../random';
import { commonDetails, commonHeadings, quotes } from '../text/banks/common';
import { banks } from '../text/banks/banks';
import { fillSentence } from '../text/fillSentence';
import type { Fields } from './documentWriter';
import { inReachOf, type WrittenArticle } from './writtenArticle';
import type { ArticlePlan } from './planArticles';

/** What a section may show or point to. */
export interface SectionSources {
  pictures: readonly MediaFile[];
  authorIds: readonly string[];
  earlierArticles: readonly WrittenArticle[];
}

interface Section {
  plan: ArticlePlan;
  random: Random;
  language: Language;
  sources: SectionSources;
}

const atAGlance: Pair = ['In pictures', 'In Bildern'];
const alsoRead: Pair = ['Read on', 'Zum Weiterlesen'];
const inYears: Pair = ['{place} in dates', '{place} in Jahreszahlen'];
const events: readonly Pair[] = [
  ['First mentioned', 'Erste Erwähnung'],
  ['Rebuilt after the flood', 'Wiederaufbau nach der Flut'],
  ['Sold at auction', 'Versteigert'],
  ['The railway arrives', 'Die Eisenbahn kommt'],
  ['Closed for a winter', 'Einen Winter lang geschlossen'],
  ['Taken over by the parish', 'Von der Gemeinde übernommen'],
  ['Reopened', 'Wiedereröffnet'],
];
const archives: readonly Pair[] = [
  ['Parish register', 'Kirchenbuch'],
  ['County archive, estate papers', 'Kreisarchiv, Gutsakten'],
  ['Minutes of the vestry', 'Protokolle des Kirchenvorstands'],
  ['Census returns', 'Volkszählungslisten'],
  ['Private letters', 'Privatbriefe'],
];

function text({ plan, random, language }: Section): Fields {
  const say = (pair: Pair) => fillSentence(pair, language, plan.slots);
  const sentences = random.sample([...banks[plan.rubric].details, ...commonDetails], 5).map(say);
  const [first, ...rest] = sentences;
  return {
    __component: 'sections.text',
    heading: say(random.pick(commonHeadings)),
    body: `**${first}** ${rest.slice(0, 2).join(' ')}\n\n${rest.slice(2).join(' ')}\n`,
  };
}

function picture({ random, sources }: Section): Fields {
  const file = random.pick(sources.pictures);
  return {
    __component: 'sections.picture',
    picture: file.id,
    caption: file.caption,
    layout: random.pick(['column', 'wide', 'full']),
  };
}

function pictureStrip({ random, language, sources }: Section): Fields {
  return {
    __component: 'sections.picture-strip',
    title: inLanguage(atAGlance, language),
    pictures: random.sample(sources.pictures, 3).map(({ id }) => id),
  };
}

function quote({ plan, random, language, sources }: Section): Fields {
  const fromAuthor = random.chance(0.5);
  const author = random.pick(sources.authorIds);
  return {
    __component: 'sections.quote',
    text: fillSentence(random.pick(quotes), language, plan.slots),
    source: fromAuthor ? null : plan.facts.person,
    author: fromAuthor ? author : null,
  };
}

function readingList({ random, language, sources }: Section): Fields {
  return {
    __component: 'sections.reading-list',
    title: inLanguage(alsoRead, language),
    articles: inReachOf(language, random.sample(sources.earlierArticles, random.int(2, 3))),
  };
}

function timeline({ plan, random, language }: Section): Fields {
  const { year, year2 } = plan.facts;
  const span = year2 - year;
  const labels = random.sample(events, random.int(2, 3));
  return {
    __component: 'sections.timeline',
    title: fillSentence(inYears, language, plan.slots),
    events: labels.map((label, index) => ({
      year: year + Math.floor((span * index) / labels.length),
      label: inLanguage(label, language),
      text: fillSentence(random.pick(commonDetails), language, plan.slots),
      sources: random.sample(archives, random.int(0, 1)).map((archive) => ({
        title: inLanguage(archive, language),
        recordNumber: String(random.int(100_000, 999_999) * 100_003),
        consultedOn: `20${random.int(10, 24)}-0${random.int(1, 9)}-${random.int(10, 28)}`,
      })),
    })),
  };
}

const kinds = [text, picture, pictureStrip, quote, readingList, timeline] as const;

/** One to three different sections. Choices come from `random` alone, so both languages show the same. */
export function articleSections(section: Section): Fields[] {
  const { random, sources } = section;
  const possible = kinds.filter((kind) => kind !== readingList || sources.earlierArticles.length > 3);
  return random.sample(possible, random.int(1, 3)).map((kind) => kind(section));
}
