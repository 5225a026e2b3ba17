import { inLanguage, type Language, type Pair } from '../languages';
import type { Media } from '../media/writeMedia';
import type { MediaFile } from '../media/writeFiles';
import { pictureCatalogue } from '../media/pictureCatalogue';
import { createRandom, type Random } from '../random';
import { articleBlocks, countWords } from '../text/articleBlocks';
import { articleNotebook } from '../text/articleNotebook';
import { fillSentence } from '../text/fillSentence';
import { slugify } from '../text/slugify';
import { articleRoute } from './articleRoute';
import { articleSections } from './articleSections';
import type { Author } from './authorList';
import { categoryList } from './categoryList';
import type { Fields } from './documentWriter';
import type { ArticlePlan } from './planArticles';
import { inReachOf, type WrittenArticle } from './writtenArticle';

/** What exists before an article is written. */
export interface Surroundings {
  media: Media;
  authors: ReadonlyMap<Author, string>;
  categories: ReadonlyMap<string, string>;
  /** In the order of writing. */
  earlierArticles: readonly WrittenArticle[];
}

const editorNotes: readonly Pair[] = [
  ['Check the year with the county archive.', 'Jahreszahl mit dem Kreisarchiv abgleichen.'],
  ['Picture rights cleared by telephone.', 'Bildrechte telefonisch geklärt.'],
  ['Cut by two paragraphs for print.', 'Für den Druck um zwei Absätze kürzen.'],
  ['Do not print the exact address.', 'Genaue Adresse nicht drucken.'],
];
const linkLabels: readonly Pair[] = [
  ['The parish website', 'Die Website der Gemeinde'],
  ['Opening hours', 'Öffnungszeiten'],
  ['County archive', 'Kreisarchiv'],
  ['Bus timetable', 'Busfahrplan'],
];
const weekdays: readonly Pair[] = [
  ['Wednesday', 'Mittwoch'],
  ['Friday', 'Freitag'],
  ['Saturday', 'Samstag'],
  ['Sunday', 'Sonntag'],
];

const wordsPerMinute = 150;

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/\s+\S*$/, '')}…`;
}

/** A copy of the file's row as the blocks editor puts it into the text. */
function embedded(file: MediaFile): object {
  const { name, alternativeText, caption, width, height, hash, ext, mime, size, url, previewUrl } = file;
  const { provider, createdAt, updatedAt } = file;
  // Strapi lists the formats in the order in which they happened to be ready.
  const formats = Object.fromEntries(Object.entries(file.formats ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    name,
    alternativeText,
    caption,
    width,
    height,
    formats,
    hash,
    ext,
    mime,
    size,
    url,
    previewUrl,
    provider,
    provider_metadata: null,
    createdAt,
    updatedAt,
  };
}

function picturesFor(plan: ArticlePlan, media: Media): MediaFile[] {
  return pictureCatalogue.filter(({ rubrics }) => rubrics.includes(plan.rubric)).map(media.picture);
}

function authorFor(plan: ArticlePlan, random: Random, authors: Surroundings['authors']): string {
  const candidates = [...authors].filter(([{ rubrics }]) => rubrics.includes(plan.rubric));
  return random.pick(candidates)[1];
}

function categoriesFor(plan: ArticlePlan, random: Random, ids: Surroundings['categories']): string[] {
  const own = categoryList.filter(({ rubrics }) => rubrics.includes(plan.rubric));
  const parents = own.flatMap(({ parent }) => (parent && random.chance(0.4) ? [parent] : []));
  const extra = random.chance(0.25) ? ['people'] : [];
  return [...own.map(({ key }) => key), ...parents, ...extra].flatMap((key) => ids.get(key) ?? []);
}

function factsSheet(plan: ArticlePlan, random: Random, language: Language): object {
  return {
    place: plan.facts.place,
    firstMentioned: plan.facts.year,
    elevationMetres: random.int(40, 390),
    coordinates: {
      lat: Math.round(random.between(52.28, 52.46) * 1e4) / 1e4,
      lng: Math.round(random.between(-2.61, -2.32) * 1e4) / 1e4,
    },
    openDays: random.sample(weekdays, random.int(0, 3)).map((weekday) => inLanguage(weekday, language)),
    stepFree: random.pick([true, false, null]),
  };
}

function links(plan: ArticlePlan, random: Random, language: Language): Fields[] {
  const domain = slugify(plan.facts.place);
  return random.sample(linkLabels, random.int(0, 2)).map((label) => {
    const text = inLanguage(label, language);
    return { label: text, url: `https://${domain}.example/${language}/${slugify(text)}`, external: true };
  });
}

/** Some days before publication, in the morning. */
function visitedAt({ publicationDate }: ArticlePlan, random: Random): string {
  const published = Date.parse(`${publicationDate}T07:00:00.000Z`);
  return new Date(published - random.int(5, 40) * 24 * 3_600_000 + random.int(0, 300) * 60_000).toISOString();
}

/** Fields with the same value in every locale. */
function sharedFields(plan: ArticlePlan, { media }: Surroundings): Fields {
  const random = createRandom(`shared fields ${plan.index}`);
  return {
    rubric: plan.rubric,
    publicationDate: plan.publicationDate,
    visitedAt: visitedAt(plan, random),
    rating: Math.round(random.between(310, 500)) / 100,
    featured: random.chance(0.08),
    archiveNumber: String(20_180_000_000_000 + plan.index * 7_919),
    cover: (plan.cover ? media.file(plan.cover) : random.pick(picturesFor(plan, media))).id,
  };
}

function relations(plan: ArticlePlan, language: Language, surroundings: Surroundings): Fields {
  const { authors, categories, earlierArticles } = surroundings;
  const random = createRandom(`relations ${plan.index}`);
  return {
    author: authorFor(plan, random, authors),
    categories: categoriesFor(plan, random, categories),
    related: inReachOf(language, random.sample(earlierArticles, random.int(0, 3))),
  };
}

/**
 * Every field of an article in one language. What both languages share (pictures, relations, numbers) is drawn
 * from sources of chance that do not depend on the language.
 */
export function articleFields(plan: ArticlePlan, language: Language, surroundings: Surroundings): Fields {
  const { slots, outline, index } = plan;
  const random = createRandom(`fields ${index}`);
  const pictures = picturesFor(plan, surroundings.media);
  const inText = random.chance(0.15) ? embedded(random.pick(pictures)) : undefined;
  const body = articleBlocks({ outline, language, slots, ordered: random.chance(0.3), picture: inText });
  const lead = outline.opening[0];
  const excerpt = [...(lead ? [lead] : []), outline.excerptTail]
    .map((pair) => fillSentence(pair, language, slots))
    .join(' ');
  const title = plan.title[language];
  const onFoot = plan.rubric === 'walk' || (plan.rubric === 'wildlife' && random.chance(0.3));
  const walkSheet = language === 'en' ? 'walk-sheet-mill-round.pdf' : 'wegblatt-muehlenrunde.pdf';

  return {
    ...sharedFields(plan, surroundings),
    ...relations(plan, language, surroundings),
    title,
    slug: slugify(title),
    excerpt: shorten(excerpt, 400),
    body,
    notebook: articleNotebook(createRandom(`notebook ${index}`), language, slots),
    readingMinutes: Math.ceil(countWords(body) / wordsPerMinute),
    facts: factsSheet(plan, createRandom(`facts ${index}`), language),
    gallery: random.sample(pictures, random.int(0, 3)).map(({ id }) => id),
    walkSheet: onFoot && random.chance(0.3) ? surroundings.media.file(walkSheet).id : null,
    sections: articleSections({
      plan,
      random: createRandom(`sections ${index}`),
      language,
      sources: {
        pictures,
        authorIds: [...surroundings.authors.values()],
        earlierArticles: surroundings.earlierArticles,
      },
    }),
    route: onFoot ? articleRoute(plan, createRandom(`route ${index}`), language) : null,
    links: links(plan, createRandom(`links ${index}`), language),
    seo: random.chance(0.4)
      ? {
          metaTitle: shorten(title, 70),
          metaDescription: shorten(excerpt, 200),
          keywords: plan.facts.place,
          shareImage: random.pick(pictures).id,
        }
      : null,
    editorNote: random.chance(0.2) ? inLanguage(random.pick(editorNotes), language) : null,
  };
}

const corrections: readonly Pair[] = [
  [
    'Correction: it was {person2}, not {person}, who kept the key.',
    'Berichtigung: Nicht {person}, sondern {person2} hatte den Schlüssel.',
  ],
  [
    'A reader from {other} writes that the year should be {year2}.',
    'Aus {other} schreibt man uns, es müsse {year2} heißen.',
  ],
  ['Since our visit the gate has been mended.', 'Seit unserem Besuch ist das Tor repariert.'],
];

/** What an editor changed after publication and has not published yet. */
export function articleEdit(plan: ArticlePlan, language: Language, surroundings: Surroundings): Fields {
  const random = createRandom(`edit ${plan.index}`);
  const { body, gallery, excerpt, readingMinutes } = articleFields(plan, language, surroundings);
  const correction = fillSentence(random.pick(corrections), language, plan.slots);
  return {
    body: [
      ...(body as object[]),
      { type: 'paragraph', children: [{ type: 'text', text: correction, italic: true }] },
    ],
    gallery: [...(gallery as number[])].reverse(),
    excerpt: shorten(`${correction} ${excerpt as string}`, 400),
    readingMinutes,
  };
}
