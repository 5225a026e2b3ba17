import type { Language } from '../languages';

export interface WrittenArticle {
  documentId: string;
  languages: ReadonlySet<Language>;
}

/** Strapi refuses a relation to a document that does not exist in the language of the one that holds it. */
export function inReachOf(language: Language, articles: readonly WrittenArticle[]): string[] {
  return articles.filter(({ languages }) => languages.has(language)).map(({ documentId }) => documentId);
}
