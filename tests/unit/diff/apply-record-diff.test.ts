import fc from 'fast-check';
import type { RecordDiff } from '../../../shared/contracts/diffs';
import { applyRecordDiff } from '../../../server/src/core/diff/apply-record-diff';
import { diffRecords } from '../../../server/src/core/diff/diff-records';
import { canonicalJson } from '../../../server/src/core/snapshot/record';
import type { Body } from '../../../server/src/core/snapshot/record';
import { anyBody } from './any-record';
import { ARTICLE } from './sample-shapes';

const SHAPES = { before: ARTICLE, after: ARTICLE };

/** As the admin would have it: over the wire. */
function diff(before: Body, after: Body): RecordDiff {
  return JSON.parse(JSON.stringify(diffRecords(before, after, SHAPES, { secrets: true }))) as RecordDiff;
}

describe('applying the diff of two records', () => {
  it('gives the new one from the old one, and the old one the other way, whatever they hold', () => {
    fc.assert(
      fc.property(anyBody, anyBody, (before, after) => {
        expect(canonicalJson(applyRecordDiff(before, diff(before, after)))).toBe(canonicalJson(after));
        expect(canonicalJson(applyRecordDiff(after, diff(after, before)))).toBe(canonicalJson(before));
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  it('names a field exactly when it differs', () => {
    fc.assert(
      fc.property(anyBody, anyBody, (before, after) => {
        const differing = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
          (field) => canonicalJson(before[field]) !== canonicalJson(after[field]),
        );
        expect(
          diff(before, after)
            .fields.map(({ field }) => field)
            .sort(),
        ).toEqual(differing.sort());
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('works for lists whose items were shuffled, edited, added and removed', () => {
    const items = Array.from({ length: 12 }, (_, at) => ({
      heading: `Heading ${at}`,
      text: `Text of number ${at}.`,
    }));
    const edit = fc.record({
      from: fc.nat(11),
      to: fc.nat(11),
      what: fc.constantFrom('move', 'edit', 'add', 'remove'),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const list = [...items];
        edits.forEach(({ from, to, what }, at) => {
          const item = list[from] ?? { heading: 'New', text: 'new' };
          if (what === 'move') list.splice(to, 0, ...list.splice(from, 1));
          else if (what === 'edit')
            list[Math.min(from, list.length)] = { ...item, text: `${item.text} And ${at}.` };
          else if (what === 'add') list.splice(to, 0, { heading: `New ${at}`, text: 'Just now.' });
          else list.splice(from, 1);
        });
        for (const field of ['sections', 'json', 'blocks']) {
          const [before, after] = [{ [field]: items }, { [field]: list }];
          expect(applyRecordDiff(before, diff(before, after))).toEqual(after);
          const kinds = JSON.stringify(diff(before, after)).match(
            /"kind":"(moved|changed|added|removed)","(from|to)"/g,
          );
          expect((kinds ?? []).length).toBeLessThanOrEqual(2 * edits.length);
        }
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('changes nothing in the old one', () => {
    const before = { json: { a: [1, { b: 2 }] }, sections: [{ heading: 'A' }] };
    const copy = structuredClone(before);
    applyRecordDiff(before, diff(before, { json: { a: [{ b: 3 }] }, sections: [{ heading: 'B' }] }));
    expect(before).toEqual(copy);
  });

  const quote = { __component: 'shared.quote', words: 'w', code: '$2a$' };
  const tag = (d: string) => ({ t: 'api::tag.tag', d, o: 1 });
  it.each<[string, Body, Body, Body]>([
    ['a value', { integer: 1 }, { integer: 2 }, { integer: 3 }],
    ['a text', { string: 'a b' }, { string: 'a c' }, { string: 'a d' }],
    ['a text that is gone', { string: 'a b' }, { string: 'a c' }, {}],
    ['a JSON value', { json: { a: 1 } }, { json: { a: 2 } }, { json: { a: 3 } }],
    ['a JSON key that came meanwhile', { json: {} }, { json: { a: 2 } }, { json: { a: 3 } }],
    ['a JSON key that went', { json: { a: [1] } }, { json: { a: [2] } }, { json: {} }],
    ['a JSON key that was to go', { json: { a: 1 } }, { json: {} }, { json: { a: 2 } }],
    ['JSON of another kind', { json: { a: [1] } }, { json: { a: [2] } }, { json: [1] }],
    ['a JSON list', { json: { a: [1] } }, { json: { a: [2] } }, { json: { a: 1 } }],
    ['a longer list', { json: [1, 2] }, { json: [1, 3] }, { json: [1, 2, 3] }],
    ['an item that was to go', { json: [1, 2] }, { json: [1] }, { json: [1, 3] }],
    ['a component that came', {}, { seo: { score: 1 } }, { seo: { score: 2 } }],
    ['a component that went', { seo: { score: 1 } }, { seo: { score: 2 } }, {}],
    ['a component that was to go', { seo: { score: 1 } }, {}, { seo: { score: 2 } }],
    ['links', { tags: [tag('a')] }, { tags: [] }, { tags: [tag('b')] }],
  ])('refuses a record that holds another one: %s', (_, before, after, other) => {
    expect(() => applyRecordDiff(other, diff(before, after))).toThrow(
      expect.objectContaining({ code: 'diff_not_applicable' }),
    );
  });

  it('refuses a diff that leaves passwords out', () => {
    const secret = { zone: [quote] };
    const safe = diffRecords(secret, { zone: [{ ...quote, code: '$2b$' }] }, SHAPES);
    expect(JSON.stringify(safe)).not.toContain('$2');
    expect(() => applyRecordDiff(secret, safe)).toThrow(
      expect.objectContaining({ code: 'diff_not_applicable', item: 'code' }),
    );
  });

  it('refuses a list that does not add up', () => {
    const wrong: RecordDiff = {
      fields: [
        { field: 'json', kind: 'json', change: { kind: 'list', list: { before: 1, after: 5, items: [] } } },
      ],
    };
    expect(() => applyRecordDiff({ json: [1] }, wrong)).toThrow(
      expect.objectContaining({ code: 'diff_not_applicable', item: 'json' }),
    );
  });

  it('passes on what is no mismatch', () => {
    const wrong = {
      fields: [{ field: 'a', kind: 'text', type: 'text', parts: null }],
    } as unknown as RecordDiff;
    expect(() => applyRecordDiff({ a: 'x' }, wrong)).toThrow(TypeError);
  });
});
