import type { Core } from '@strapi/strapi';
import { inLanguage, type Language, type Pair } from '../languages';
import type { Media } from '../media/writeMedia';
import { paragraph, textNode } from '../text/articleBlocks';
import { documentsOf, type Fields } from './documentWriter';

const words = {
  title: ['Hedge & Hollow', 'Hedge & Hollow'],
  intro: [
    'A quarterly on gardens, walks and the history of one small valley.',
    'Eine Vierteljahresschrift über Gärten, Wege und die Geschichte eines kleinen Tals.',
  ],
  introMore: [
    ' Printed in Wenlow since 2009, on paper that takes ink and tea equally well.',
    ' Gedruckt in Wenlow seit 2009, auf Papier, das Tinte ebenso gut annimmt wie Tee.',
  ],
  headline: ['Slow news from the Wenlow valley', 'Langsame Nachrichten aus dem Wenlow-Tal'],
  lead: [
    'In this issue: an orchard that refused to die, the long way home, and what to do with too many quinces.',
    'In dieser Ausgabe: ein Obstgarten, der nicht aufgeben wollte, der lange Heimweg, und wohin mit all den Quitten.',
  ],
  action: ['Read the cover story', 'Zur Titelgeschichte'],
  picks: ['Our picks', 'Unsere Auswahl'],
  about: ['Who we are', 'Wer wir sind'],
  aboutText: [
    'Five people, one dog and a printing press from 1926. We write about **what we have seen ourselves**, usually in the rain.\n\nSubscribers get four issues a year and the loan of a ladder.\n',
    'Fünf Leute, ein Hund und eine Druckpresse von 1926. Wir schreiben über das, **was wir selbst gesehen haben**, meistens bei Regen.\n\nWer abonniert, bekommt vier Hefte im Jahr und leihweise eine Leiter.\n',
  ],
  quote: ['Write down that the tea was good.', 'Schreiben Sie auf, dass der Tee gut war.'],
  newsletter: ['A letter on the first of the month', 'Ein Brief am Ersten des Monats'],
  newsletterText: [
    'What is in flower, which path is flooded, who is looking for a ladder.',
    'Was blüht, welcher Weg unter Wasser steht, wer eine Leiter sucht.',
  ],
  subscribe: ['Send me the letter', 'Brief bestellen'],
  description: [
    'Hedge & Hollow: gardens, walking and local history from the Wenlow valley.',
    'Hedge & Hollow: Gärten, Wanderungen und Ortsgeschichte aus dem Wenlow-Tal.',
  ],
} satisfies Record<string, Pair>;

interface HomePageSources {
  media: Media;
  /** documentIds of published articles, the cover story first. */
  articles: readonly string[];
  editorId: string;
}

function fields(language: Language, { media, articles, editorId }: HomePageSources): Fields {
  const say = (name: keyof typeof words) => inLanguage(words[name], language);
  const story = language === 'en' ? 'the-orchard-behind-the-mill' : 'der-obstgarten-hinter-der-muehle';
  const cover = media.file('orchard-spring.jpg');
  return {
    title: say('title'),
    intro: [paragraph(textNode(say('intro'), { bold: true }), textNode(say('introMore')))],
    sections: [
      {
        __component: 'home.hero',
        headline: say('headline'),
        lead: say('lead'),
        picture: cover.id,
        action: { label: say('action'), url: `/${language}/${story}`, external: false },
      },
      { __component: 'sections.reading-list', title: say('picks'), articles: articles.slice(1, 4) },
      { __component: 'sections.text', heading: say('about'), body: say('aboutText') },
      { __component: 'sections.quote', text: say('quote'), author: editorId },
      {
        __component: 'home.newsletter',
        headline: say('newsletter'),
        text: say('newsletterText'),
        buttonLabel: say('subscribe'),
      },
    ],
    featuredArticles: articles.slice(0, 6),
    seo: { metaTitle: say('title'), metaDescription: say('description'), shareImage: cover.id },
  };
}

export async function writeHomePage(strapi: Core.Strapi, sources: HomePageSources): Promise<void> {
  const homePage = documentsOf(strapi, 'api::home-page.home-page');
  const status = 'published';
  const { documentId } = await homePage.create({ locale: 'en', status, data: fields('en', sources) });
  await homePage.update({ documentId, locale: 'de', status, data: fields('de', sources) });
}
