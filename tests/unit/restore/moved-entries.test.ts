import { movedEntries } from '../../../server/src/core/restore/moved-entries';

const row = (key: string, hash: string) => ({ uid: 'api::page.page', key, hash });

describe('What moved between two looks at live rows', () => {
  it('is what was written, came and went, and nothing else', () => {
    const before = [row('a\ten\tdraft', '1'), row('b\t\t', '1'), row('c\t\t', '1')];
    const now = [row('a\ten\tdraft', '2'), row('b\t\t', '1'), row('d\t\tpublished', '1')];
    const entry = (kind: string, documentId: string, locale: string | null, status: string | null) => ({
      kind,
      uid: 'api::page.page',
      documentId,
      locale,
      status,
    });
    expect(movedEntries(before, now)).toEqual([
      entry('changed', 'a', 'en', 'draft'),
      entry('created', 'd', null, 'published'),
      entry('deleted', 'c', null, null),
    ]);
    expect(movedEntries(now, now)).toEqual([]);
  });

  it('tells apart entries of one id in two content types', () => {
    const other = { ...row('a\t\t', '1'), uid: 'api::post.post' };
    expect(movedEntries([row('a\t\t', '1')], [row('a\t\t', '1'), other])).toMatchObject([
      { kind: 'created', uid: 'api::post.post' },
    ]);
  });
});
