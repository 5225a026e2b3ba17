import { inLanguage, type Language, type Pair } from '../languages';

export type Slots = Readonly<Record<string, string>>;

/** Slots of both languages, so that a pair of sentences is always filled from the same facts. */
export type BilingualSlots = Readonly<Record<Language, Slots>>;

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Puts facts into the slots of a sentence. `{thing}` is replaced as it stands; the first letter of the result
 * is always upper case. `{Count}` inside a sentence is the capitalised form of `{count}`.
 *
 * @throws when the sentence names a slot that does not exist
 */
export function fillSentence(pair: Pair, language: Language, slots: BilingualSlots): string {
  const values = slots[language];
  const filled = inLanguage(pair, language).replace(/\{([\w.]+)\}/g, (_, name: string) => {
    const value = values[name] ?? values[name.charAt(0).toLowerCase() + name.slice(1)];
    if (value === undefined) throw new Error(`No slot "${name}" for: ${inLanguage(pair, language)}`);
    return name in values ? value : capitalise(value);
  });
  return capitalise(filled);
}
