import type { Core } from '@strapi/strapi';
import { authorList } from './content/authorList';
import { categoryList } from './content/categoryList';
import { planArticles } from './content/planArticles';
import { writeArticles } from './content/writeArticles';
import { writeAuthors } from './content/writeAuthors';
import { writeCategories } from './content/writeCategories';
import { writeGlobal } from './content/writeGlobal';
import { writeHomePage } from './content/writeHomePage';
import { writeMedia } from './media/writeMedia';
import { reportProgress } from './progress';
import { openPublicApi } from './site/openPublicApi';
import { writeLocales } from './site/writeLocales';
import { writeUsers } from './site/writeUsers';

const articleCount = 300;

/**
 * Fills the site: locales, rights, readers, media and content. Does nothing when articles exist.
 * Texts, links and pictures are the same on every run; ids, hashes of file names and `createdAt` are Strapi's own.
 *
 * @returns how many documents and files were written
 */
export async function seed(strapi: Core.Strapi): Promise<{ documents: number; files: number }> {
  if ((await strapi.db.query('api::article.article').count()) > 0) return { documents: 0, files: 0 };

  const progress = reportProgress();
  await writeLocales(strapi);
  await openPublicApi(strapi);
  await writeUsers(strapi);

  const portraits = authorList.map(({ portrait }) => portrait);
  const media = await writeMedia(strapi, portraits, progress);
  const authors = await writeAuthors(strapi, media);
  const categories = await writeCategories(strapi);

  const plans = planArticles(articleCount);
  const articles = await writeArticles(strapi, plans, { media, authors, categories }, progress);
  const published = articles
    .filter((_, index) => plans[index]?.publication === 'published')
    .map(({ documentId }) => documentId);
  const [editorId] = authors.values();
  await writeHomePage(strapi, { media, articles: published, editorId: editorId as string });
  await writeGlobal(strapi, media);

  const singleTypes = 2;
  return {
    documents: articles.length + authorList.length + categoryList.length + singleTypes,
    files: media.count,
  };
}
