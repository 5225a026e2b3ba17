import fc from 'fast-check';
import type { Body, BodyValue, ComponentBody, Json, Link } from '../../../server/src/core/snapshot/record';

/** Texts that have words in common with each other, in scripts with and without spaces, and any text at all. */
const word = fc.constantFrom(
  'the',
  'quick',
  'fox',
  'déjà-vu',
  ' ',
  '\n',
  '. ',
  '今日は',
  '天気',
  'ภาษาไทย',
  '🙂',
  "don't",
);
export const anyText = fc.oneof(
  fc.array(word, { maxLength: 12 }).map((words) => words.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const key = fc.oneof(fc.constantFrom('id', 'a', '__proto__', 'constructor', 'type'), anyText);
export const anyJson = fc.letrec<{ value: Json; list: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'json' },
    fc.constant(null),
    fc.boolean(),
    fc.integer({ min: -3, max: 3 }),
    anyText,
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 5, depthIdentifier: 'json' }) as fc.Arbitrary<Json>,
  object: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 4, depthIdentifier: 'json' })
    .map((entries) => Object.fromEntries(entries) as Json),
})).value;

const anyLinks = fc.array(
  fc.record(
    {
      t: fc.constantFrom('api::tag.tag', 'api::author.author'),
      d: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      l: fc.constantFrom('en', 'de'),
      s: fc.constantFrom('draft' as const, 'published' as const),
      o: fc.integer({ min: 1, max: 5 }),
      i: fc.integer({ min: 1, max: 5 }),
      f: fc.constant('field'),
    },
    { requiredKeys: ['t', 'd'] },
  ) as fc.Arbitrary<Link>,
  { minLength: 1, maxLength: 6 },
);

const optional = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<ComponentBody>;

const filled = anyJson.filter((value) => value !== null);
const section = optional({ heading: anyText, text: anyText, related: anyLinks });
const quote = optional({ words: anyText, code: anyText });
const named = (uid: string) => (body: ComponentBody) => ({ ...body, __component: uid });
const listOf = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 6 });
const seo = optional({ title: anyText, score: fc.integer(), entries: listOf(section) });
const block = fc.record({
  type: fc.constantFrom('paragraph', 'heading'),
  children: fc.array(fc.record({ type: fc.constant('text'), text: anyText }), { maxLength: 3 }),
});

/** Any canonical body of `ARTICLE`: a field without a value is absent, and no list of components or links is empty. */
export const anyBody = optional({
  string: anyText,
  text: anyText,
  richtext: anyText,
  blocks: fc.array(block, { maxLength: 5 }),
  enumeration: fc.constantFrom('red', 'blue'),
  password: anyText,
  integer: fc.integer(),
  biginteger: fc.bigInt().map(String),
  float: fc.integer().map((number) => number / 4),
  boolean: fc.boolean(),
  datetime: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'),
  json: filled,
  seo,
  sections: listOf(section),
  zone: listOf(fc.oneof(section.map(named('shared.section')), quote.map(named('shared.quote')))),
  tags: anyLinks,
  author: anyLinks.map((links) => links.slice(0, 1)),
  related: anyLinks,
  pictures: anyLinks,
  unknown: filled as fc.Arbitrary<BodyValue>,
}) as fc.Arbitrary<Body>;
