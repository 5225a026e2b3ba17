'use strict';

const { createProse } = require('./prose.cjs');
const { createRandom } = require('./random.cjs');
const { createWriter } = require('./row-writer.cjs');

const ARTICLE = 'api::article.article';
const AT_ONCE = 200;
const START = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;

/**
 * Fills an empty site by plain SQL: each article as draft and published row, of which every fifth draft was edited
 * since; per row one SEO component and two sections, and links to an author, a category and two tags.
 *
 * @returns {Promise<Record<string, number>>} what there is now
 */
async function fillSite(strapi, documents) {
  const random = createRandom(20_000);
  const names = tableNames(strapi);
  return strapi.db.connection.transaction(async (trx) => {
    const writer = createWriter(trx, strapi.db.dialect.client);
    const dataset = createDataset(names, random, documents);
    await writer.write(dataset.lists());
    for (let from = 0; from < documents; from += AT_ONCE) {
      await writer.write(dataset.articles(from, Math.min(from + AT_ONCE, documents)));
    }
    await writer.finish();
    return { rows: 2 * documents, components: 6 * documents, links: 8 * documents };
  });
}

/** Names as Strapi made them, out of its own metadata. */
function tableNames(strapi) {
  const meta = (uid) => strapi.db.metadata.get(uid);
  const { attributes } = meta(ARTICLE);
  return {
    article: meta(ARTICLE).tableName,
    author: meta('api::author.author').tableName,
    category: meta('api::category.category').tableName,
    tag: meta('api::tag.tag').tableName,
    section: meta('shared.section').tableName,
    seo: meta('shared.seo').tableName,
    components: attributes.sections.joinTable.name,
    links: Object.fromEntries(
      ['author', 'category', 'tags'].map((name) => [name, attributes[name].joinTable]),
    ),
  };
}

function createDataset(names, random, documents) {
  const prose = createProse(random);
  const counts = {
    author: Math.max(2, Math.ceil(documents / 100)),
    category: Math.min(20, Math.max(2, documents)),
    tag: Math.min(100, Math.max(2, documents)),
  };
  const inverse = new Map();

  function entry(id, at, values) {
    const stamp = { date: START + at * MINUTE };
    return {
      id,
      document_id: values.document_id ?? random.documentId(),
      ...values,
      created_at: stamp,
      updated_at: stamp,
    };
  }

  function list(name, values) {
    return Array.from({ length: counts[name] }, (_, index) =>
      entry(index + 1, index, { ...values(), published_at: { date: START } }),
    );
  }

  function text() {
    return {
      title: prose.title(),
      excerpt: prose.text(120),
      body: prose.text(780),
      seo: { meta_title: prose.title(), meta_description: prose.text(90) },
      sections: [1, 2].map(() => ({ heading: prose.title(), text: prose.text(110) })),
    };
  }

  function link(rows, attribute, target, articleId, order) {
    const { name, joinColumn, inverseJoinColumn, orderColumnName, inverseOrderColumnName } =
      names.links[attribute];
    const row = { [joinColumn.name]: articleId, [inverseJoinColumn.name]: target };
    if (orderColumnName) row[orderColumnName] = order;
    if (inverseOrderColumnName) {
      const place = (inverse.get(`${attribute} ${target}`) ?? 0) + 1;
      inverse.set(`${attribute} ${target}`, place);
      row[inverseOrderColumnName] = place;
    }
    rows[name].push(row);
  }

  function article(rows, id, shared, content, publishedAt) {
    const { title, excerpt, body, seo, sections } = content;
    const { slug, minutes, featured, details, at, document_id } = shared;
    const own = { title, slug, excerpt, body, minutes, featured, details, published_at: publishedAt };
    rows[names.article].push(entry(id, at, { document_id, ...own }));
    rows[names.seo].push({ id, ...seo });
    const parts = [[id, 'shared.seo', 'seo', 1]];
    sections.forEach((section, index) => {
      const sectionId = 2 * id - 1 + index;
      rows[names.section].push({ id: sectionId, ...section });
      parts.push([sectionId, 'shared.section', 'sections', index + 1]);
    });
    for (const [cmp_id, component_type, field, order] of parts) {
      rows[names.components].push({ entity_id: id, cmp_id, component_type, field, order });
    }
    link(rows, 'author', shared.author, id, 1);
    link(rows, 'category', shared.category, id, 1);
    shared.tags.forEach((tag, index) => link(rows, 'tags', tag, id, index + 1));
  }

  function shared(index) {
    const tag = random.between(1, counts.tag);
    return {
      document_id: random.documentId(),
      at: index,
      slug: `article-${index + 1}`,
      minutes: random.between(1, 30),
      featured: random.next() < 0.1,
      details: JSON.stringify({
        source: random.next() < 0.5 ? 'desk' : 'field',
        priority: random.between(1, 5),
      }),
      author: random.between(1, counts.author),
      category: random.between(1, counts.category),
      tags: [tag, (tag % counts.tag) + 1],
    };
  }

  return {
    lists: () => ({
      [names.author]: list('author', () => ({ name: prose.name(), biography: prose.text(200) })),
      [names.category]: list('category', () => ({ name: prose.name() })),
      [names.tag]: list('tag', () => ({ name: prose.name() })),
    }),
    articles(from, to) {
      // Parents first: their ids are foreign keys of the rest.
      const tables = [names.article, names.seo, names.section, names.components];
      for (const { name } of Object.values(names.links)) tables.push(name);
      const rows = Object.fromEntries(tables.map((name) => [name, []]));
      for (let index = from; index < to; index += 1) {
        const common = shared(index);
        const published = text();
        const draft = index % 5 === 0 ? { ...published, body: prose.text(780) } : published;
        article(rows, 2 * index + 1, common, draft, null);
        article(rows, 2 * index + 2, common, published, { date: START + index * MINUTE });
      }
      return rows;
    },
  };
}

module.exports = { ARTICLE, fillSite, tableNames };
