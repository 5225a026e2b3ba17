import type { Core } from '@strapi/strapi';
import { inLanguage, type Language, type Pair } from '../languages';
import type { Media } from '../media/writeMedia';
import { link, paragraph, textNode } from '../text/articleBlocks';
import { slugify } from '../text/slugify';
import { categoryList } from './categoryList';
import { documentsOf, type Fields } from './documentWriter';

const tagline: Pair = ['Gardens, walking and local history', 'Gärten, Wanderungen und Ortsgeschichte'];
const magazine: Pair = ['The magazine', 'Das Heft'];
const pages: readonly Pair[] = [
  ['About us', 'Über uns'],
  ['Subscribe', 'Abonnieren'],
  ['Write for us', 'Für uns schreiben'],
];
const imprint: Pair = ['Imprint', 'Impressum'];
const footerText: Pair = [
  'Hedge & Hollow, The Old Weighhouse, Wenlow. ',
  'Hedge & Hollow, Altes Waaghaus, Wenlow. ',
];

function entry(label: string, path: string, highlighted = false): Fields {
  return { link: { label, url: path, external: false }, highlighted };
}

/** One section for each top category, with its children, and one for the magazine itself. */
function navigation(language: Language): Fields[] {
  const say = (pair: Pair) => inLanguage(pair, language);
  const path = (label: string) => `/${language}/${slugify(label)}`;
  const sections = categoryList
    .filter(({ parent }) => !parent)
    .map(({ key, name }) => ({
      label: say(name),
      entries: categoryList
        .filter(({ parent }) => parent === key)
        .map((child) => entry(say(child.name), path(say(child.name)))),
    }));
  const about = {
    label: say(magazine),
    entries: pages.map((page, index) => entry(say(page), path(say(page)), index === 1)),
  };
  return [...sections, about];
}

function fields(language: Language, media: Media): Fields {
  const say = (pair: Pair) => inLanguage(pair, language);
  return {
    siteName: 'Hedge & Hollow',
    tagline: say(tagline),
    contactEmail: 'letters@hedgeandhollow.example',
    foundedYear: 2009,
    logo: media.file('plate-spring.png').id,
    navigation: navigation(language),
    footer: [
      paragraph(textNode(say(footerText)), link(`/${language}/${slugify(say(imprint))}`, say(imprint))),
    ],
    seo: {
      metaTitle: `Hedge & Hollow | ${say(tagline)}`,
      metaDescription: say(tagline),
      shareImage: media.file('valley-dawn.jpg').id,
    },
  };
}

export async function writeGlobal(strapi: Core.Strapi, media: Media): Promise<void> {
  const global = documentsOf(strapi, 'api::global.global');
  const { documentId } = await global.create({ locale: 'en', data: fields('en', media) });
  await global.update({ documentId, locale: 'de', data: fields('de', media) });
}
