import type { Core } from '@strapi/strapi';
import type { Language } from '../languages';
import type { Progress } from '../progress';
import { articleEdit, articleFields, type Surroundings } from './articleFields';
import { documentsOf, type DocumentWriter } from './documentWriter';
import type { ArticlePlan, Publication } from './planArticles';
import type { WrittenArticle } from './writtenArticle';

type Step =
  | readonly [action: 'write' | 'edit', language: Language]
  | readonly [action: 'publish', language: Language | '*'];

const writeBoth: readonly Step[] = [
  ['write', 'en'],
  ['write', 'de'],
];

/** The first step makes the document. Publishing both languages in one call is a seventh cheaper than in two. */
const steps: Readonly<Record<Publication, readonly Step[]>> = {
  published: [...writeBoth, ['publish', '*']],
  'published, English edited': [...writeBoth, ['publish', '*'], ['edit', 'en']],
  'published, German edited': [...writeBoth, ['publish', '*'], ['edit', 'de']],
  'English published, German draft': [...writeBoth, ['publish', 'en']],
  'English only': [
    ['write', 'en'],
    ['publish', 'en'],
  ],
  'German only': [
    ['write', 'de'],
    ['publish', 'de'],
  ],
  draft: writeBoth,
  'English draft': [['write', 'en']],
};

function languagesOf(publication: Publication): ReadonlySet<Language> {
  return new Set(steps[publication].flatMap(([, language]) => (language === '*' ? [] : [language])));
}

async function writeArticle(
  articles: DocumentWriter,
  plan: ArticlePlan,
  surroundings: Surroundings,
): Promise<WrittenArticle> {
  let documentId = '';
  for (const [action, locale] of steps[plan.publication]) {
    if (action === 'publish') {
      await articles.publish({ documentId, locale });
      continue;
    }
    const fields = action === 'edit' ? articleEdit : articleFields;
    const data = fields(plan, locale, surroundings);
    if (documentId) await articles.update({ documentId, locale, data });
    else ({ documentId } = await articles.create({ locale, data }));
  }
  return { documentId, languages: languagesOf(plan.publication) };
}

/** One commit for so many articles: a commit of its own for each call costs SQLite a disk flush. */
const articlesPerTransaction = 10;

/** In the order of the plans. */
export async function writeArticles(
  strapi: Core.Strapi,
  plans: readonly ArticlePlan[],
  surroundings: Omit<Surroundings, 'earlierArticles'>,
  progress: Progress,
): Promise<WrittenArticle[]> {
  const articles = documentsOf(strapi, 'api::article.article');
  const written: WrittenArticle[] = [];
  for (let start = 0; start < plans.length; start += articlesPerTransaction) {
    await strapi.db.transaction(async () => {
      for (const plan of plans.slice(start, start + articlesPerTransaction)) {
        written.push(await writeArticle(articles, plan, { ...surroundings, earlierArticles: written }));
        progress('articles', written.length, plans.length);
      }
    });
  }
  return written;
}
