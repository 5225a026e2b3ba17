import { splitWords } from './split-words';

/** The words and values of an item, with how often each occurs. */
export interface Features {
  counts: Map<string, number>;
  total: number;
}

/** More of an item are not looked at: it is known by then. */
const MOST_FEATURES = 400;
/** Which component it is, or which kind of node, says nothing about which one of them. */
const TELLS_NOTHING = new Set(['__component', 'type']);

export function featuresOf(item: unknown): Features {
  const features: Features = { counts: new Map(), total: 0 };
  collect(item, '', features);
  return features;
}

/** From 0, nothing in common, to 1, the same words and values (Sørensen and Dice). Two empty items are alike. */
export function likeness(a: Features, b: Features): number {
  if (a.total + b.total === 0) return 1;
  let common = 0;
  for (const [feature, count] of a.counts) common += Math.min(count, b.counts.get(feature) ?? 0);
  return (2 * common) / (a.total + b.total);
}

function collect(value: unknown, name: string, features: Features): void {
  if (features.total >= MOST_FEATURES || value === null || value === undefined) return;
  if (typeof value === 'string') {
    for (const word of splitWords(value)) if (/[\p{L}\p{N}]/u.test(word)) add(features, word.toLowerCase());
  } else if (typeof value !== 'object') {
    add(features, `${name}=${String(value)}`);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, name, features);
  } else {
    for (const [key, item] of Object.entries(value))
      if (!TELLS_NOTHING.has(key)) collect(item, key, features);
  }
}

function add(features: Features, feature: string): void {
  if (features.total >= MOST_FEATURES) return;
  features.counts.set(feature, (features.counts.get(feature) ?? 0) + 1);
  features.total += 1;
}
