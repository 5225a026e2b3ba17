import { setImmediate } from 'node:timers/promises';

import type { RestoreSelection } from '../../shared/contracts/restores';
import { compareSites } from '../comparer/compare-sites';
import type { SiteImage } from '../comparer/site-image';
import { formatDifferences } from '../comparer/format-differences';
import type { DatabaseServer } from '../databases/database-server';
import { mariadb } from '../databases/mariadb';
import { postgres } from '../databases/postgres';
import { documents } from '../site/documents';
import { backUp, restore } from '../site/keepsake';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { fillMedia } from '../zoo/zoo-media';
import { openZooSite } from '../zoo/zoo-site';
import type { ZooSite } from '../zoo/zoo-site';

const IDENTICAL = 'No differences.';

const sqlite = { name: 'SQLite', whySkip: () => null, start: async () => null };

let app: ZooApp;

beforeAll(() => {
  app = createZooApp();
});

afterAll(() => app.remove());

interface Heard {
  uid: string;
  model: string;
  entry: Record<string, unknown>;
}

for (const kind of [sqlite, postgres, mariadb]) {
  const reason = kind.whySkip();
  const title = `A part of a backup on ${kind.name}`;
  (reason ? describe.skip : describe)(reason ? `${title} (${reason})` : title, () => {
    let server: DatabaseServer | null = null;
    let site: ZooSite;
    let files: number[];
    let backupId: string;
    let before: SiteImage;

    const on = (name: string) => documents(site, `api::${name}.${name}`);
    const selective = (selection: RestoreSelection) => restore(site, backupId, selection);
    const plan = (selection: RestoreSelection) => site.service('restores').plan(backupId, selection);
    const differences = async (since: SiteImage) => compareSites(since, await site.capture());
    /** By what differs, for example `cell plains:….line`, with the documentId left out. */
    const whatDiffers = async (since: SiteImage) =>
      (await differences(since)).map(
        ({ kind: what, where }) => `${what} ${where.replace(/:[a-z0-9]{24}/g, '')}`,
      );

    let article: string;
    let card: string;
    let note: string;
    let target: string;
    let otherTarget: string;
    let hub: string;

    beforeAll(async () => {
      server = await kind.start();
      site = await openZooSite(app.folder, server);
      await site.strapi.plugin('i18n').service('locales').create({ code: 'fr', name: 'French (fr)' });
      files = (await fillMedia(site.strapi)).map(({ id }) => id);
      await fill();
      backupId = (await backUp(site)).documentId;
      before = await site.capture();
    });

    afterEach(async () => {
      await selective({ mode: 'mirror' });
      expect(formatDifferences(await differences(before), 20)).toBe(IDENTICAL);
    });

    afterAll(async () => {
      await site?.close();
      await server?.stop();
    });

    async function fill(): Promise<void> {
      ({ documentId: target } = await on('target').create({ data: { name: 'target' } }));
      ({ documentId: otherTarget } = await on('target').create({ data: { name: 'other target' } }));
      await on('target').publish({ documentId: target });
      ({ documentId: note } = await on('plain').create({
        data: { line: 'one', paragraph: 'two', slug: 'note', album: [files[0], files[1]], picture: files[2] },
      }));
      const en = { line: 'en', whole: 1, slug: 'en', album: [files[0], files[1]] };
      ({ documentId: article } = await on('scalar').create({ locale: 'en', data: en }));
      await on('scalar').update({ documentId: article, locale: 'fr', data: { line: 'fr', slug: 'fr' } });
      await on('scalar').publish({ documentId: article, locale: 'en' });
      await on('scalar').publish({ documentId: article, locale: 'fr' });
      const shared = { title: 'shared', targets: [target], picture: files[0] };
      ({ documentId: card } = await on('assembly').create({
        locale: 'en',
        data: {
          title: 'en',
          sharedSingle: shared,
          many: [{ title: 'm1' }, { title: 'm2' }],
          zone: [{ __component: 'zoo.card', title: 'z1', targets: [otherTarget, target] }],
        },
      }));
      await on('assembly').update({ documentId: card, locale: 'fr', data: { title: 'fr' } });
      ({ documentId: hub } = await on('hub').create({
        data: {
          name: 'hub',
          manyTwoWay: [otherTarget, target],
          towardsOne: target,
          manyWay: [target, otherTarget],
          subjects: [{ __type: 'api::target.target', documentId: target }],
        },
      }));
    }

    describe('when fields are chosen', () => {
      it('brings back these fields of an entry, media and components included, and no others', async () => {
        await on('plain').update({
          documentId: note,
          data: { line: 'changed', paragraph: 'changed', album: [files[1]], picture: null },
        });
        await on('assembly').update({
          documentId: card,
          locale: 'en',
          data: { title: 'changed', many: [{ title: 'changed' }], zone: [] },
        });
        await selective({ mode: 'overwrite', fields: ['line', 'album', 'zone'] });
        expect([...new Set(await whatDiffers(before))].sort()).toEqual([
          'cell assemblies:en:draft.many[1].title',
          'cell assemblies:en:draft.title',
          'cell assemblies:en:draft.updated_at',
          'cell plains:-:published.paragraph',
          // Strapi sets it anew whenever an entry without drafts is saved.
          'cell plains:-:published.published_at',
          'cell plains:-:published.updated_at',
          'link-missing plains:-:published.picture files_related_mph',
          'row-missing assemblies:en:draft.many[2]',
        ]);
      });

      it('plans an entry only when one of these fields differs', async () => {
        await on('plain').update({ documentId: note, data: { paragraph: 'changed' } });
        const only: RestoreSelection = { mode: 'overwrite', contentTypes: ['api::plain.plain'] };
        expect((await plan({ ...only, fields: ['line'] })).counts).toMatchObject({ update: 0, unchanged: 1 });
        expect((await plan({ ...only, fields: ['paragraph'] })).counts).toMatchObject({ update: 1 });
      });

      it('brings missing entries back whole, and removes none even in mode mirror', async () => {
        await on('plain').delete({ documentId: note });
        const added = await on('plain').create({ data: { line: 'added', slug: 'added' } });
        await selective({ mode: 'mirror', fields: ['line'] });
        expect(await on('plain').findOne({ documentId: added.documentId })).not.toBeNull();
        await on('plain').delete({ documentId: added.documentId });
        expect(await whatDiffers(before)).toEqual([]);
      });

      it('refuses a field that none of the chosen types has, and says which have it', async () => {
        const wrong: RestoreSelection = { mode: 'overwrite', contentTypes: ['api::plain.plain'] };
        await expect(plan({ ...wrong, fields: ['line', 'many'] })).rejects.toMatchObject({
          code: 'field_unknown',
          item: 'many',
          hint: expect.stringContaining('api::assembly.assembly') as unknown,
        });
      });

      it('leaves the bytes of files alone', async () => {
        const [file] = await documents(site, 'plugin::upload.file').findMany({ sort: 'id', limit: 1 });
        await site.strapi.db
          .query('plugin::upload.file')
          .update({ where: { documentId: file!.documentId }, data: { name: 'renamed', caption: 'changed' } });
        const contentTypes = ['plugin::upload.file'];
        const { counts } = await plan({ mode: 'overwrite', contentTypes, fields: ['name'] });
        expect(counts).toMatchObject({ update: 1, files: 0 });
      });
    });

    describe('when locales are chosen', () => {
      it('writes what is not localized to the other locales too, and nothing else there', async () => {
        await on('scalar').update({
          documentId: article,
          locale: 'en',
          data: { line: 'changed', whole: 2, album: [files[2]] },
        });
        await on('scalar').update({ documentId: article, locale: 'fr', data: { line: 'changé' } });
        await on('assembly').update({
          documentId: card,
          locale: 'fr',
          data: { sharedSingle: { title: 'changed' } },
        });
        const { counts } = await plan({ mode: 'overwrite', locales: ['en'] });
        expect(counts).toMatchObject({ update: 4 });
        await selective({ mode: 'overwrite', locales: ['en'] });
        expect([...new Set(await whatDiffers(before))].sort()).toEqual([
          'cell assemblies:fr:draft.updated_at',
          'cell scalars:fr:draft.line',
          'cell scalars:fr:draft.updated_at',
        ]);
      });

      it('gives a locale that comes back in mode skip what the live ones share', async () => {
        await on('scalar').delete({ documentId: article, locale: 'en' });
        await on('scalar').update({
          documentId: article,
          locale: 'fr',
          data: { whole: 3, album: [files[2]] },
        });
        await selective({ mode: 'skip', locales: ['en'] });
        const [en, fr] = await Promise.all(
          ['en', 'fr'].map((locale) =>
            on('scalar').findOne({ documentId: article, locale, populate: { album: true } }),
          ),
        );
        expect(en).toMatchObject({ line: 'en', whole: 3, album: [{ id: files[2] }] });
        expect(fr).toMatchObject({ line: 'fr', whole: 3, album: [{ id: files[2] }] });
      });
    });

    describe('when a status is chosen', () => {
      it('brings the draft of a published entry along where it is gone', async () => {
        await on('scalar').delete({ documentId: article, locale: '*' });
        await selective({ mode: 'skip', status: 'published', contentTypes: ['api::scalar.scalar'] });
        expect(await whatDiffers(before)).toEqual([]);
      });

      it('keeps a draft that mirror would take from under its published version', async () => {
        const { documentId } = await on('target').create({ data: { name: 'added' } });
        await on('target').publish({ documentId });
        const { problems } = await selective({ mode: 'mirror', status: 'draft' });
        expect(problems).toMatchObject([{ code: 'draft_kept' }]);
        expect(await on('target').findOne({ documentId })).not.toBeNull();
      });

      it('leaves a published version out whose draft is nowhere, and says so', async () => {
        const { documentId } = await on('target').create({ data: { name: 'lonely' } });
        await on('target').publish({ documentId });
        await site.strapi.db
          .connection('targets')
          .where({ document_id: documentId, published_at: null })
          .delete();
        const lonely = (await backUp(site)).documentId;
        await site.strapi.db.connection('targets').where({ document_id: documentId }).delete();
        const { problems } = await restore(site, lonely, { mode: 'skip', status: 'published' });
        expect(problems).toMatchObject([{ code: 'draft_missing' }]);
        expect(await on('target').findOne({ documentId, status: 'published' })).toBeNull();
      });
    });

    describe('when links of others are asked for', () => {
      it('brings them back with their order, in every kind of field, and counts them', async () => {
        await on('target').delete({ documentId: target });
        const selection: RestoreSelection = { mode: 'skip', documentIds: [target], withInverse: true };
        expect((await plan(selection)).counts).toMatchObject({ create: 2, update: 0, links: 4 });
        await selective(selection);
        const missing = (await differences(before)).filter(({ where }) => where.startsWith('hubs'));
        expect(formatDifferences(missing, 20)).toBe(IDENTICAL);
      });

      it('leaves them out when they are not asked for', async () => {
        await on('target').delete({ documentId: target });
        await selective({ mode: 'skip', documentIds: [target] });
        const owner = await on('hub').findOne({ documentId: hub, populate: { manyTwoWay: true } });
        expect(owner).toMatchObject({ manyTwoWay: [{ documentId: otherTarget }] });
      });

      it('leaves a field of one link as it is when it points elsewhere by now', async () => {
        await on('target').delete({ documentId: target });
        await on('hub').update({ documentId: hub, data: { towardsOne: otherTarget } });
        const { problems } = await selective({ mode: 'skip', documentIds: [target], withInverse: true });
        expect(problems).toMatchObject([{ code: 'link_place_taken' }]);
        const owner = await on('hub').findOne({
          documentId: hub,
          populate: { towardsOne: true, manyTwoWay: true },
        });
        expect(owner).toMatchObject({
          towardsOne: { documentId: otherTarget },
          manyTwoWay: [{ documentId: otherTarget }, { documentId: target }],
        });
      });
    });

    describe('when events are asked for', () => {
      const heard: { name: string; payload: Heard }[] = [];
      const listen = (name: string, payload: unknown) => {
        if (/^(entry|media)\./.test(name)) heard.push({ name, payload: payload as Heard });
      };

      beforeEach(() => {
        heard.length = 0;
        site.strapi.eventHub.subscribe(listen as never);
      });

      afterEach(() => site.strapi.eventHub.unsubscribe(listen as never));

      /** Strapi sends its own some time after it has answered. */
      const hears = async (count: number) => {
        while (heard.length < count) await setImmediate();
        return heard.splice(0);
      };
      const changeNote = async () => {
        await on('plain').update({ documentId: note, data: { line: 'changed' } });
        const [own] = await hears(1);
        return own!;
      };
      const spoil = async () => {
        await changeNote();
        await on('target').delete({ documentId: target });
        await on('leaf').create({ data: { name: 'added' } });
        await hears(3);
      };

      it("sends Strapi's own for what was created, published, updated and deleted", async () => {
        await spoil();
        await restore(site, backupId, { mode: 'mirror' }, { emitEvents: true });
        const told = heard.map(({ name, payload: { uid } }) => `${name} ${uid}`).sort();
        expect([...new Set(told)]).toEqual([
          'entry.create api::target.target',
          'entry.delete api::leaf.leaf',
          'entry.publish api::target.target',
          'entry.update api::assembly.assembly',
          'entry.update api::hub.hub',
          'entry.update api::plain.plain',
        ]);
        const plain = heard.find(({ payload: { uid } }) => uid === 'api::plain.plain')!.payload;
        expect(plain).toMatchObject({ model: 'plain', entry: { documentId: note, line: 'one' } });
        expect(plain.entry.album).toMatchObject([{ id: files[0] }, { id: files[1] }]);
        expect(Object.keys(plain.entry)).not.toContain('hidden');
      });

      it('has the payload that Strapi itself sends', async () => {
        const own = await changeNote();
        await restore(
          site,
          backupId,
          { mode: 'overwrite', fields: ['paragraph', 'line'] },
          { emitEvents: true },
        );
        const [ours] = heard;
        expect(ours!.name).toBe(own.name);
        const changing = { line: 0, updatedAt: 0 };
        expect({ ...ours!.payload.entry, ...changing }).toEqual({ ...own.payload.entry, ...changing });
        expect(Object.keys(ours!.payload)).toEqual(Object.keys(own.payload));
      });

      it('sends none unless asked', async () => {
        await spoil();
        await selective({ mode: 'mirror' });
        expect(heard).toEqual([]);
      });

      it('is restored, and says so, when a listener fails', async () => {
        await changeNote();
        const failing = () => Promise.reject(new Error('nobody home'));
        site.strapi.eventHub.on('entry.update', failing);
        const outcome = restore(site, backupId, { mode: 'overwrite' }, { emitEvents: true });
        const { problems } = await outcome.finally(() => site.strapi.eventHub.off('entry.update', failing));
        expect(problems).toMatchObject([
          { code: 'events_failed', message: expect.stringContaining('nobody home') as unknown },
        ]);
      });
    });

    it('leaves in its job what was chosen and what was done', async () => {
      await on('plain').update({ documentId: note, data: { line: 'changed' } });
      const selection: RestoreSelection = { mode: 'overwrite', fields: ['line'], locales: ['en'] };
      const request = {
        backupId,
        selection,
        fingerprint: null,
        safety: false,
        preserveIds: false,
        startedBy: null,
      };
      const { job, done } = await site.service('restores').start(request);
      await done;
      expect(await site.service('jobs').find(job.documentId)).toMatchObject({
        state: 'succeeded',
        selection,
        result: { counts: { create: 0, update: 1, delete: 0, links: 0 } },
      });
    });
  });
}
