import { inLanguage, type Language, type Pair } from '../languages';
import type { Random } from '../random';
import { fillSentence, type BilingualSlots } from './fillSentence';

const title: Pair = ['From the notebook', 'Aus dem Notizheft'];
const columns: Pair = ['| When | What | Where |', '| Wann | Was | Wo |'];
const gettingThere: Pair = ['Getting there', 'Anreise'];
const bus: Pair = [
  'Bus **{line}** from {other}, every two hours; get off at *{place}, The Green*.',
  'Bus **{line}** ab {other}, alle zwei Stunden; Haltestelle *{place}, Anger*.',
];
const entrance: Pair = [
  'Free of charge. A tin for donations hangs beside the gate.',
  'Eintritt frei. Neben dem Tor hängt eine Dose für Spenden.',
];

const entries: readonly Pair[] = [
  ['frost on the inside of the window', 'Frost innen am Fenster'],
  ['first visitor, a postman', 'erster Besuch, ein Briefträger'],
  ['rain from the west', 'Regen von Westen'],
  ['{count} jars, two broken', '{count} Gläser, zwei zerbrochen'],
  ['swept the yard', 'Hof gefegt'],
  ['letter to the council, no answer', 'Brief an den Gemeinderat, keine Antwort'],
  ['{person} came by with eggs', '{person} kam mit Eiern vorbei'],
  ['mended the third step', 'dritte Stufe geflickt'],
  ['bees out before noon', 'Bienen schon am Vormittag'],
  ['all quiet', 'alles ruhig'],
];

/** Practical notes in Markdown: a heading, a table, a list, emphasis. */
export function articleNotebook(random: Random, language: Language, slots: BilingualSlots): string {
  const say = (pair: Pair) => fillSentence(pair, language, slots);
  const line = String(random.int(11, 68));
  const rows = random
    .sample(entries, 4)
    .map(
      (entry, index) =>
        `| ${6 + index * 3}:${random.pick(['00', '15', '40'])} | ${say(entry)} | ${slots[language].place} |`,
    );
  return [
    `## ${inLanguage(title, language)}`,
    '',
    inLanguage(columns, language),
    '| --- | --- | --- |',
    ...rows,
    '',
    `### ${inLanguage(gettingThere, language)}`,
    '',
    `- ${inLanguage(bus, language)
      .replace('{line}', line)
      .replace(/\{(\w+)\}/g, (_, name: string) => slots[language][name] ?? '')}`,
    `- ${say(entrance)}`,
    '',
  ].join('\n');
}
