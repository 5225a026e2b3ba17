import type { Core } from '@strapi/strapi';
import type { Language } from '../languages';
import type { Progress } from '../progress';
import { articleEdit, articleFields, type Surroundings } from './articleFields';
import { documentsOf, type DocumentWriter } from './documentWriter';
import type { ArticlePlan, Publication } from './planArticles';
import type { WrittenArticle } from './writtenArticle';

type Step = readonly [action: 'publish' | 'draft' | 'edit', language: Language];

/** The first step makes the document. */
const steps: Readonly<Record<Publication, readonly Step[]>> = {
  published: [
    ['publish', 'en'],
    ['publish', 'de'],
  ],
  'published, English edited': [
    ['publish', 'en'],
    ['publish', 'de'],
    ['edit', 'en'],
  ],
  'published, German edited': [
    ['publish', 'en'],
    ['publish', 'de'],
    ['edit', 'de'],
  ],
  'English published, German draft': [
    ['publish', 'en'],
    ['draft', 'de'],
  ],
  'English only': [['publish', 'en']],
  'German only': [['publish', 'de']],
  draft: [
    ['draft', 'en'],
    ['draft', 'de'],
  ],
  'English draft': [['draft', 'en']],
};

async function writeArticle(articles: DocumentWriter, plan: ArticlePlan, surroundings: Surroundings): Promise<WrittenArticle> {
  let documentId: string | undefined;
  for (const [action, locale] of steps[plan.publication]) {
    const fields = action === 'edit' ? articleEdit : articleFields;
    const write = {
      locale,
      status: action === 'publish' ? ('published' as const) : ('draft' as const),
      data: fields(plan, locale, surroundings),
    };
    if (documentId) await articles.update({ ...write, documentId });
    else ({ documentId } = await articles.create(write));
  }
  if (!documentId) throw new Error(`No step writes ${plan.title.en}`);
  return { documentId, languages: new Set(steps[plan.publication].map(([, language]) => language)) };
}

/** One commit for so many articles: a commit of its own for each call costs SQLite a disk flush. */
const articlesPerTransaction = 25;

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
