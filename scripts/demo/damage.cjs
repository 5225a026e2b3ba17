'use strict';

const { rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const ARTICLE = 'api::article.article';
const FILE = 'plugin::upload.file';

/**
 * What a bad day does to a site: entries deleted and overwritten, relations and a locale removed, a component
 * reordered, an entry added, media rows and files deleted, files overwritten.
 *
 * @param {import('@strapi/strapi').Core.Strapi} strapi
 * @returns {Promise<string[]>} what was done, for people
 */
async function damage(strapi) {
  const articles = strapi.documents(ARTICLE);
  const published = await articles.findMany({ locale: 'en', status: 'published', sort: 'title', limit: 20 });
  const [deleted, overwritten, unrelated, untranslated, reordered, unpublished] = published.map(
    ({ documentId }) => documentId,
  );

  await articles.delete({ documentId: deleted, locale: '*' });
  await articles.update({
    documentId: overwritten,
    locale: 'en',
    data: { title: 'Overwritten by mistake', excerpt: null },
  });
  await articles.update({
    documentId: unrelated,
    locale: 'en',
    data: { categories: [], related: [], author: null, cover: null, gallery: [] },
  });
  await articles.delete({ documentId: untranslated, locale: 'de' });
  await reorderZone(strapi, reordered);
  await articles.unpublish({ documentId: unpublished, locale: 'en' });
  await articles.create({
    locale: 'en',
    data: { title: 'Written after the backup', slug: 'written-after-the-backup' },
  });
  const files = await damageMedia(strapi);
  return [
    'deleted an article in all its languages',
    'overwrote a title and emptied an excerpt',
    'took an article its relations and pictures',
    'deleted the German version of an article',
    'turned the sections of an article around',
    'unpublished an article',
    'wrote a new article',
    ...files,
  ];
}

async function reorderZone(strapi, documentId) {
  const articles = strapi.documents(ARTICLE);
  const article = await articles.findOne({
    documentId,
    locale: 'en',
    populate: { sections: { populate: '*' } },
  });
  const sections = article.sections.map(({ id: _id, ...section }) => section).reverse();
  await articles.update({ documentId, locale: 'en', data: { sections } });
}

async function damageMedia(strapi) {
  const uploads = path.join(strapi.dirs.static.public, 'uploads');
  const images = await strapi.db
    .query(FILE)
    .findMany({ where: { mime: { $startsWith: 'image/' } }, orderBy: 'name' });
  const [removed, lost, overwritten] = images;
  await strapi.plugin('upload').service('upload').remove(removed);
  rmSync(path.join(uploads, `${lost.hash}${lost.ext}`));
  writeFileSync(path.join(uploads, `${overwritten.hash}${overwritten.ext}`), 'not a picture any more');
  const [format] = Object.values(overwritten.formats);
  rmSync(path.join(uploads, `${format.hash}${format.ext}`));
  return [
    'deleted a picture from the media library',
    'lost the file of another',
    'overwrote the file of a third',
  ];
}

module.exports = { damage };
