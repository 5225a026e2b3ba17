import { asideAtHome } from '../../../server/src/core/media/aside-at-home';
import { baseOf, folderAt, urlAt } from '../../../server/src/core/media/media-places';
import type { MediaFile } from '../../../server/src/core/media/media-store';

const file = (url: string): MediaFile => ({
  documentId: 'd',
  variant: '',
  hash: 'pear_1',
  ext: '.jpg',
  mime: 'image/jpeg',
  url,
  name: 'pear.jpg',
});
const NEW = 'https://new.example/library/';
const OLD = 'https://old.example/';

describe('Where a file of a snapshot is on this site', () => {
  const places = { bases: new Set([NEW, `${NEW}winter/`, OLD]), home: NEW };

  it.each([
    ['where its record says, if the library has files there', `${OLD}pear_1.jpg`, `${OLD}pear_1.jpg`],
    ['at home, if its record is of another bucket', 'https://gone.example/pear_1.jpg', `${NEW}pear_1.jpg`],
    ['at home, if its record is of a folder', '/uploads/pear_1.jpg', `${NEW}pear_1.jpg`],
    [
      'where its record says, if the URL is none of a name',
      'https://x.example/id/42',
      'https://x.example/id/42',
    ],
  ])('is %s', (_, url, expected) => {
    expect(urlAt(places, file(url))).toBe(expected);
  });

  it('is nowhere in an empty library', () => {
    expect(urlAt({ bases: new Set(), home: null }, file(`${OLD}pear_1.jpg`))).toBeNull();
  });

  it('has a base without the query of a URL', () => {
    expect(baseOf(file(`${OLD}pear_1.jpg?v=1`))).toBe(OLD);
    expect(baseOf({ hash: '', ext: '', url: OLD })).toBeNull();
  });

  it('has the folder that its URL has below home', () => {
    expect(folderAt(places, `${NEW}winter/pear_1.jpg`, file(''))).toBe('winter');
    expect(folderAt(places, `${NEW}pear_1.jpg`, file(''))).toBe('');
    expect(folderAt(places, `${OLD}pear_1.jpg`, file(''))).toBe('');
  });
});

describe('What lies beside the record of a file that has moved', () => {
  const body = {
    hash: 'pear_1',
    ext: '.jpg',
    name: 'pear.jpg',
    formats: { small: { hash: 'small_pear_1', ext: '.jpg' } },
  };
  const aside = {
    values: { url: `${OLD}pear_1.jpg`, provider: 'old', provider_metadata: { id: 1 }, previewUrl: null },
    formatUrls: { small: `${OLD}small_pear_1.jpg` },
  };

  it('has the addresses of this site', () => {
    const moved = asideAtHome('d', body, aside, ({ hash, ext }) => ({
      url: `${NEW}${hash}${ext}`,
      provider: 'new',
    }));
    expect(moved).toEqual({
      values: { url: `${NEW}pear_1.jpg`, provider: 'new', provider_metadata: null, previewUrl: null },
      formatUrls: { small: `${NEW}small_pear_1.jpg` },
    });
  });

  it('stays as it is when nothing has moved', () => {
    expect(asideAtHome('d', body, aside, () => null)).toBe(aside);
  });
});
