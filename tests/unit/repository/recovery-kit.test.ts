import { kitHtml, kitText, recoveryKit } from '../../../server/src/core/repository/recovery-kit';
import { createMemoryStorage } from './memory-storage';
import { openSample, SECRET } from './sample-snapshot';

const facts = {
  storage: { provider: 'aws-s3', location: 'bucket <b> & co' },
  prefix: 'site',
  repository: 'ab'.repeat(16),
  keys: { locks: [], ring: 'AAAA' },
  cloud: null,
  encrypted: true,
  plugin: '0.1.0',
  madeAt: new Date('2026-03-01T00:00:00Z'),
};

describe('the recovery kit', () => {
  it('says where, which repository, and what to do, as text and as a page', () => {
    const kit = recoveryKit(facts);
    for (const text of [kitText(kit), kitHtml(kit)]) {
      for (const part of ['aws-s3', 'site', facts.repository, 'keepsake recover', 'KEEPSAKE_SECRET', 'AAAA'])
        expect(text).toContain(part);
    }
  });

  it('names the second storage, where there is one', () => {
    const { storage: _storage, ...place } = facts;
    const second = { provider: 'gcs', location: 'elsewhere' };
    const kit = recoveryKit({ ...facts, cloud: { ...place, storage: second, prefix: 'site-two' } });
    for (const text of [kitText(kit), kitHtml(kit)])
      for (const part of ['bucket', 'elsewhere', "prefix: 'site-two'"])
        expect(text.replaceAll('&#39;', "'")).toContain(part);
  });

  it('is no page that a name could write into', () => {
    const html = kitHtml(recoveryKit(facts));
    expect(html).toContain('bucket &lt;b&gt; &amp; co');
    expect(html).not.toContain('<b>');
  });

  it('says where nothing is encrypted', () => {
    const kit = recoveryKit({ ...facts, encrypted: false });
    expect(kitText(kit)).toContain('encryption: false');
    expect(kitText(kit)).not.toContain('KEEPSAKE_SECRET');
  });

  it('has the keys as the roots have them, and no secret', async () => {
    const storage = createMemoryStorage();
    const repository = await openSample(storage);
    const kit = recoveryKit({ ...facts, repository: repository.id, keys: repository.wrappedKeys });
    const root = storage.objects.get('ks-root-a') as Buffer;
    const clear = JSON.parse(root.toString('utf8', 12, 12 + root.readUInt32BE(8))) as { keys: unknown };
    expect(kit.keys).toEqual(clear.keys);
    expect(JSON.stringify(kit)).not.toContain(SECRET.slice('base64:'.length));
  });
});
