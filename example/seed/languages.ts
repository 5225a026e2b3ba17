export type Language = 'en' | 'de';

export const languages: readonly Language[] = ['en', 'de'];

/** The same words in both languages of the site. */
export type Pair = readonly [en: string, de: string];

export function inLanguage(pair: Pair, language: Language): string {
  return language === 'en' ? pair[0] : pair[1];
}
