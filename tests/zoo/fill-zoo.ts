import type { Core } from '@strapi/strapi';

import { empty, huge, jsonScalars, nothing, ordinary, strange } from './odd-values';
import { LONG_FIELD, LONG_RELATION } from './schemas';
import { fillMedia } from './zoo-media';
import type { ZooFile } from './zoo-media';

type Data = Record<string, unknown>;

interface Written {
  documentId: string;
  id: number;
}

interface Documents {
  create(request: object): Promise<Written>;
  update(request: object): Promise<Written | null>;
  publish(request: object): Promise<unknown>;
}

/** Fills the zoo through Strapi's own services, as an editor would. */
export async function fillZoo(strapi: Core.Strapi): Promise<void> {
  await new ZooFiller(strapi).fill();
}

/** A few more entries with components, links and files: a counter that a restore left behind shows itself here. */
export async function addSomeOfAll(strapi: Core.Strapi): Promise<void> {
  const on = (name: string) => strapi.documents(`api::${name}.${name}` as never) as unknown as Documents;
  const target = await on('target').create({ data: { name: 'one more' } });
  const card = { title: 'one more', targets: [target.documentId] };
  await on('plain').create({ data: { ...ordinary, slug: null } });
  await on('leaf').create({ data: { name: 'one more' } });
  await on('mixed').create({ data: { name: 'one more', card } });
  await on('hub').create({ data: { name: 'one more', manyTwoWay: [target.documentId] } });
  await on('assembly').create({
    locale: 'fr',
    data: { title: 'one more', zone: [{ __component: 'zoo.card', ...card }] },
  });
}

const LOCALES = [
  { code: 'fr', name: 'French (fr)' },
  { code: 'ar', name: 'Arabic (ar)' },
];

class ZooFiller {
  #files: ZooFile[] = [];
  #users: Written[] = [];
  #targets: Written[] = [];
  #leaves: Written[] = [];

  constructor(private readonly strapi: Core.Strapi) {}

  async fill(): Promise<void> {
    for (const locale of LOCALES) await this.strapi.plugin('i18n').service('locales').create(locale);
    this.#files = await fillMedia(this.strapi);
    this.#users = await this.#writeUsers();
    await this.#writeScalars();
    await this.#writePlains();
    await this.#writeHubs();
    await this.#writeAssemblies();
    await this.#writeLongs();
    await this.#writeMixed();
    await this.#writeSingles();
  }

  #on(name: string): Documents {
    return this.strapi.documents(`api::${name}.${name}` as never) as unknown as Documents;
  }

  async #writeUsers(): Promise<Written[]> {
    const role = (await this.strapi.db
      .query('plugin::users-permissions.role')
      .findOne({ where: { type: 'authenticated' } })) as { id: number };
    const users: Written[] = [];
    for (const username of ['ada', 'grace', 'مريم']) {
      const data = {
        username,
        email: `${users.length}@example.com`,
        password: 'Password-1',
        provider: 'local',
      };
      const user = await this.strapi
        .plugin('users-permissions')
        .service('user')
        .add({ ...data, confirmed: true, blocked: username === 'grace', role: role.id });
      users.push(user as Written);
    }
    return users;
  }

  /** Draft alone, draft and published alike, draft ahead of published, one locale published and the other not. */
  async #writeScalars(): Promise<void> {
    const scalars = this.#on('scalar');
    const [large, small, note] = this.#files.map(({ id }) => id);
    await scalars.create({ locale: 'en', data: { ...strange, slug: 'strange' } });
    const same = await scalars.create({
      locale: 'en',
      data: { ...ordinary, picture: large, album: [note, small, large] },
    });
    await scalars.publish({ documentId: same.documentId, locale: 'en' });
    const ahead = await scalars.create({ locale: 'en', data: { ...empty, slug: 'ahead', picture: small } });
    await scalars.publish({ documentId: ahead.documentId, locale: 'en' });
    const changed = { ...strange, slug: 'ahead', picture: null, album: [large, small] };
    await scalars.update({ documentId: ahead.documentId, locale: 'en', data: changed });
    await scalars.update({
      documentId: ahead.documentId,
      locale: 'fr',
      data: { ...nothing, slug: 'devant', line: 'Devant' },
    });
    await scalars.publish({ documentId: ahead.documentId, locale: 'fr' });
    await scalars.update({
      documentId: ahead.documentId,
      locale: 'ar',
      data: { line: 'أمام', slug: 'amam' },
    });
    await scalars.create({ locale: 'fr', data: { line: 'Seulement en français', slug: 'seulement' } });
  }

  async #writePlains(): Promise<void> {
    const plains = this.#on('plain');
    for (const [index, values] of [ordinary, strange, empty, nothing, huge].entries()) {
      await plains.create({
        data: { ...values, slug: `plain-${index}`, album: this.#files.map(({ id }) => id) },
      });
    }
    for (const [index, anything] of jsonScalars.entries()) {
      if (!this.#takes(anything)) continue;
      await plains.create({ data: { line: `json ${index}`, slug: `json-${index}`, anything } });
    }
  }

  /** SQLite takes any text for JSON, the others only what parses. */
  #takes(json: unknown): boolean {
    if (typeof json !== 'string' || this.strapi.db.dialect.client === 'sqlite') return true;
    try {
      JSON.parse(json);
      return true;
    } catch {
      return false;
    }
  }

  async #writeHubs(): Promise<void> {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      this.#targets.push(await this.#on('target').create({ data: { name: `target ${name}` } }));
    }
    for (const name of ['x', 'y', 'z']) this.#leaves.push(await this.#on('leaf').create({ data: { name } }));
    for (const { documentId } of this.#targets.slice(0, 4)) await this.#on('target').publish({ documentId });

    const [a, b, c, d, e, f] = this.#targets.map(({ documentId }) => documentId);
    const [x, , z] = this.#leaves.map(({ documentId }) => documentId);
    // A column of the row itself takes a row id.
    const [xRow, yRow, zRow] = this.#leaves.map(({ id }) => id);
    const [large, small, note] = this.#files.map(({ id }) => id);
    const first = await this.#hub({
      name: 'first',
      oneOneWay: a,
      oneTwoWay: a,
      manyWay: [c, a, b],
      manyOwned: [b, a],
      towardsOne: b,
      towardsOneTwoWay: c,
      manyOneWay: [f, e, d, c, b, a],
      manyTwoWay: [b, a, c],
      leafByColumn: xRow,
      leafManyByColumn: yRow,
      leaves: [z, x],
      subject: { __type: 'api::target.target', id: this.#targets[0]!.id },
      subjects: this.#subjects(),
      user: this.#users[0]!.id,
      files: [note, large],
      picture: large,
      album: [small, large, small],
    });
    const second = await this.#hub({
      name: 'second',
      oneTwoWay: d,
      manyOwned: [d, c],
      towardsOneTwoWay: c,
      manyTwoWay: [c, b, f],
      parent: first,
      twin: first,
      friends: [first],
      likes: [first],
      leafByColumn: zRow,
      leafManyByColumn: yRow,
    });
    const third = await this.#hub({
      name: 'third',
      leafByColumn: yRow,
      manyTwoWay: [c],
      parent: first,
      friends: [second, first],
      likes: [second],
    });
    // Circles, and what points at itself.
    await this.#on('hub').update({
      documentId: first,
      data: { parent: third, friends: [third, first, second], likes: [first, third] },
    });
    await this.#on('hub').publish({ documentId: first });
    await this.#on('hub').publish({ documentId: second });
    await this.#on('hub').update({
      documentId: second,
      data: {
        name: 'second, changed',
        manyTwoWay: [f, b],
        oneTwoWay: e,
        subject: null,
        leafByColumn: null,
        twin: third,
      },
    });
  }

  #subjects() {
    return [
      { __type: 'api::leaf.leaf', id: this.#leaves[1]!.id },
      { __type: 'api::target.target', id: this.#targets[2]!.id },
      { __type: 'plugin::upload.file', id: this.#files[3]!.id },
      { __type: 'api::target.target', id: this.#targets[1]!.id },
    ];
  }

  async #hub(data: Data): Promise<string> {
    return (await this.#on('hub').create({ data })).documentId;
  }

  async #writeAssemblies(): Promise<void> {
    const assemblies = this.#on('assembly');
    const full = {
      title: 'Full',
      single: this.#first('single', 2),
      many: [this.#first('one', 1), this.#first('two', 2), { title: 'bare' }],
      sharedSingle: this.#card('shared'),
      values: { ...ordinary, picture: this.#files[1]!.id },
      zone: [
        { __component: 'zoo.card', ...this.#card('in the zone') },
        { __component: 'zoo.first', ...this.#first('in the zone', 2) },
        { __component: 'zoo.values', ...strange },
        { __component: 'zoo.card', ...this.#card('again') },
        this.#long(),
        { __component: 'zoo.values', ...nothing },
      ],
      otherZone: [
        { __component: 'zoo.fourth', ...this.#fourth('other') },
        { __component: 'zoo.card', title: '' },
      ],
    };
    const both = await assemblies.create({ locale: 'en', data: full });
    await assemblies.publish({ documentId: both.documentId, locale: 'en' });
    await assemblies.update({
      documentId: both.documentId,
      locale: 'en',
      data: {
        many: [{ title: 'only one now' }],
        zone: [{ __component: 'zoo.card', ...this.#card('changed') }],
      },
    });
    await assemblies.update({
      documentId: both.documentId,
      locale: 'fr',
      data: { title: 'Plein', many: [this.#first('un', 1)], zone: [{ __component: 'zoo.values', ...empty }] },
    });
    await assemblies.create({ locale: 'en', data: { title: 'Empty', many: [], zone: [], single: null } });
    const values = { ...huge, page: ordinary.page };
    await assemblies.create({ locale: 'ar', data: { title: 'كبير', values, single: { title: null } } });
  }

  #first(title: string, count: number): Data {
    const seconds = Array.from({ length: count }, (_, index) => ({
      title: `${title} ${index}`,
      target: this.#targets[index]!.documentId,
      thirds: [
        {
          title: 'third',
          targets: this.#pick([3, 0, 1]),
          fourths: [this.#fourth('deep'), this.#fourth('deeper')],
        },
        {},
      ],
    }));
    return {
      title,
      second: seconds[0],
      seconds,
      picture: this.#files[0]!.id,
      album: [this.#files[2]!.id, this.#files[1]!.id],
    };
  }

  #fourth(title: string): Data {
    return {
      title,
      amount: '9007199254740993',
      leaf: this.#leaves[0]!.documentId,
      album: this.#files.map(({ id }) => id),
    };
  }

  #card(title: string): Data {
    return {
      title,
      targets: this.#pick([2, 1]),
      users: this.#users.map(({ id }) => id),
      picture: this.#files[1]!.id,
    };
  }

  #long(): Data {
    return {
      __component: 'zoo.long-name',
      [LONG_FIELD]: 'long',
      [LONG_RELATION]: this.#pick([1, 0]),
      [`${LONG_FIELD}Cards`]: [this.#card('in long'), this.#card('in long too')],
    };
  }

  #pick(indexes: number[]): string[] {
    return indexes.map((index) => this.#targets[index]!.documentId);
  }

  async #writeLongs(): Promise<void> {
    const longs = this.#on('long');
    const { documentId } = await longs.create({
      data: { [LONG_FIELD]: 'one', [LONG_RELATION]: this.#pick([3, 2]) },
    });
    const second = await longs.create({
      data: {
        [LONG_FIELD]: 'two',
        [LONG_RELATION]: this.#pick([0, 1, 2]),
        [`${LONG_RELATION}ToItself`]: [documentId],
        [`${LONG_FIELD}Part`]: [this.#long(), this.#long()],
        [`${LONG_FIELD}Picture`]: [this.#files[1]!.id, this.#files[0]!.id],
      },
    });
    await longs.publish({ documentId: second.documentId });
  }

  async #writeMixed(): Promise<void> {
    const { documentId } = await this.#on('mixed').create({
      data: { name: 'Mixed', card: this.#card('mixed') },
    });
    await this.#on('mixed').publish({ documentId });
  }

  async #writeSingles(): Promise<void> {
    const preferences = this.#on('preference');
    const zone = [
      { __component: 'zoo.card', ...this.#card('en') },
      { __component: 'zoo.first', ...this.#first('en', 1) },
    ];
    const data = { title: 'English', logo: this.#files[1]!.id, featured: this.#pick([1, 0]), zone };
    const { documentId } = await preferences.create({ locale: 'en', data });
    await preferences.publish({ documentId, locale: 'en' });
    await preferences.update({
      documentId,
      locale: 'fr',
      data: { title: 'Français', featured: this.#pick([2]) },
    });
    await preferences.update({ documentId, locale: 'en', data: { title: 'English, changed' } });
    await this.#on('lonely').create({ data: { title: 'Lonely', card: this.#card('lonely') } });
  }
}
