import type { Core } from '@strapi/strapi';
import { inLanguage, type Language } from '../languages';
import { slugify } from '../text/slugify';
import { categoryList, type Category } from './categoryList';
import { documentsOf, type Fields } from './documentWriter';

function fields(category: Category, language: Language): Fields {
  const name = inLanguage(category.name, language);
  return { name, slug: slugify(name), description: inLanguage(category.description, language) };
}

/** documentId of each category by its key. */
export async function writeCategories(strapi: Core.Strapi): Promise<Map<string, string>> {
  const categories = documentsOf(strapi, 'api::category.category');
  const ids = new Map<string, string>();
  for (const [position, category] of categoryList.entries()) {
    const parent = category.parent && ids.get(category.parent);
    const { documentId } = await categories.create({
      locale: 'en',
      data: { ...fields(category, 'en'), colour: category.colour, position, parent },
    });
    await categories.update({ documentId, locale: 'de', data: { ...fields(category, 'de'), parent } });
    ids.set(category.key, documentId);
  }
  return ids;
}
