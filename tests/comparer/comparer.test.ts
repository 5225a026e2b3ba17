import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import createKnex from 'knex';
import { captureSite } from './capture-site';
import { compareSites, type CompareOptions, type Difference } from './compare-sites';
import { buildSite, type TestSite } from './fixture/build-site';
import type { Numbering } from './fixture/insert-content';
import { formatDifferences } from './format-differences';

const draft = 'articles:first:en:draft';
const published = 'articles:first:en:published';

const sites: TestSite[] = [];

async function site(numbering?: Numbering): Promise<TestSite> {
  const built = await buildSite(numbering);
  sites.push(built);
  return built;
}

afterEach(async () => {
  await Promise.all(sites.splice(0).map((built) => built.close()));
});

/** What the comparer says of one change to an otherwise untouched site. */
async function differencesAfter(
  change: (changed: TestSite) => Promise<unknown>,
  options?: CompareOptions,
): Promise<Difference[]> {
  const changed = await site();
  const before = await changed.capture();
  await change(changed);
  return compareSites(before, await changed.capture(), options);
}

/** Exchanges the values of one column between two rows. */
async function swap({ knex }: TestSite, table: string, column: string, ids: [number, number]): Promise<void> {
  const [a, b] = await Promise.all(ids.map((id) => knex(table).where({ id }).first(column)));
  await knex(table)
    .where({ id: ids[0] })
    .update({ [column]: b[column] });
  await knex(table)
    .where({ id: ids[1] })
    .update({ [column]: a[column] });
}

function kindsAndPlaces(differences: Difference[]): string[] {
  return differences.map(({ kind, where }) => `${kind} ${where}`);
}

describe('the same content is the same', () => {
  it('under the same row ids', async () => {
    const [one, other] = [await site(), await site()];
    expect(compareSites(await one.capture(), await other.capture())).toEqual([]);
  });

  it('under other row ids, in another order of insertion', async () => {
    const [one, other] = [await site(), await site((n) => 900 - 7 * n)];
    expect(compareSites(await one.capture(), await other.capture())).toEqual([]);
  });

  it('with the keys of JSON in another order', async () => {
    expect(
      await differencesAfter(({ knex }) =>
        knex('articles').where({ id: 1 }).update({ meta: '{ "a": [1, {"x":3,"y":2}], "b": 1 }' }),
      ),
    ).toEqual([]);
  });

  it('with media folders numbered anew', async () => {
    expect(
      await differencesAfter(async ({ knex }) => {
        await knex('upload_folders').where({ name: 'A' }).update({ path_id: 8, path: '/8' });
        await knex('upload_folders').where({ name: 'B' }).update({ path_id: 5, path: '/8/5' });
        await knex('files').where({ id: 1 }).update({ folder_path: '/8/5' });
      }),
    ).toEqual([]);
  });

  it('with other order numbers in the same order', async () => {
    expect(
      await differencesAfter(async ({ knex }) => {
        await knex('articles_tags_lnk').where({ id: 1 }).update({ tag_ord: 4.5, article_ord: 9 });
        await knex('articles_tags_lnk').where({ id: 2 }).update({ tag_ord: 12 });
        await knex('articles_cmps').where({ id: 3 }).update({ order: 2.5 });
      }),
    ).toEqual([]);
  });

  it('whoever made it, and whatever the plugin, the admin panel and Strapi keep for themselves', async () => {
    expect(
      await differencesAfter(async ({ knex }) => {
        await knex('articles').update({ created_by_id: null });
        await knex('admin_users').update({ email: 'other@example.org' });
        await knex('keepsake_jobs').update({ kind: 'restore' });
        await knex('strapi_migrations').delete();
        await knex('up_users').update({ reset_password_token: null });
        await knex('strapi_core_store_settings').whereIn('id', [7, 8]).update({ value: '{}' });
      }),
    ).toEqual([]);
  });
});

describe('a changed value', () => {
  it('is seen in one cell', async () => {
    expect(
      await differencesAfter(({ knex }) => knex('articles').where({ id: 1 }).update({ title: 'changed' })),
    ).toEqual([{ kind: 'cell', where: `${draft}.title`, before: '"title 1"', after: '"changed"' }]);
  });

  it('is seen in a component within a component', async () => {
    expect(
      await differencesAfter(({ knex }) =>
        knex('components_shared_social_weird').where({ id: 2 }).update({ network: 'changed' }),
      ),
    ).toEqual([
      { kind: 'cell', where: `${draft}.seo[1].socials[2].network`, before: '"two"', after: '"changed"' },
    ]);
  });

  it('is seen between draft and published', async () => {
    expect(
      await differencesAfter(({ knex }) => knex('articles').where({ id: 2 }).update({ title: 'changed' })),
    ).toEqual([{ kind: 'cell', where: `${published}.title`, before: '"title 2"', after: '"changed"' }]);
  });

  it.each([
    ['the last digit of a big integer', 'big', '9007199254740992'],
    ['nothing instead of false', 'featured', null],
    ['a date as text where SQLite keeps a number', 'updated_at', '2024-01-02 03:04:05.678'],
    ['a millisecond', 'created_at', 1_704_164_645_679],
    ['a value deep in JSON', 'meta', '{"b":1,"a":[1,{"y":2,"x":4}]}'],
    ['the order of a JSON array', 'meta', '{"b":1,"a":[{"y":2,"x":3},1]}'],
    ['a number as text in JSON', 'meta', '{"b":"1","a":[1,{"y":2,"x":3}]}'],
    ['nothing instead of JSON', 'meta', null],
  ])('is seen in %s', async (_what, column, value) => {
    const differences = await differencesAfter(({ knex }) =>
      knex('articles')
        .where({ id: 1 })
        .update({ [column]: value }),
    );
    expect(kindsAndPlaces(differences)).toEqual([`cell ${draft}.${column}`]);
  });

  it('is seen in a bare JSON string that came back quoted', async () => {
    expect(
      await differencesAfter(({ knex }) => knex('articles').where({ id: 4 }).update({ meta: '"bare"' })),
    ).toEqual([
      { kind: 'cell', where: 'articles:second:en:draft.meta', before: 'unparsed "bare"', after: '"bare"' },
    ]);
  });

  it('is seen in empty text where there was nothing', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('components_blocks_quotes').update({ text: '' }),
    );
    expect(differences).toEqual([
      { kind: 'cell', where: `${draft}.zone[2].text`, before: '"quote"', after: '""' },
    ]);
  });

  it('is seen in a relation kept in the row', async () => {
    expect(
      await differencesAfter(({ knex }) => knex('my_weird_tags').where({ id: 1 }).update({ direct_id: 2 })),
    ).toEqual([
      {
        kind: 'cell',
        where: 'my_weird_tags:ta:-:draft.direct_id',
        before: '-> categories:cat:-:published',
        after: '-> categories:kid:-:published',
      },
    ]);
  });

  it('is seen in a polymorphic relation kept in the row', async () => {
    expect(
      await differencesAfter(({ knex }) => knex('articles').where({ id: 1 }).update({ target_id: 3 })),
    ).toEqual([
      {
        kind: 'cell',
        where: `${draft}.target_id`,
        before: '-> categories:kid:-:published',
        after: '-> categories:cub:-:published',
      },
    ]);
  });

  it('is seen in a setting and in a webhook', async () => {
    const differences = await differencesAfter(async ({ knex }) => {
      await knex('strapi_core_store_settings')
        .where({ id: 6 })
        .update({ value: '{"sizeOptimization":false}' });
      await knex('strapi_webhooks').update({ enabled: 0 });
    });
    expect(kindsAndPlaces(differences)).toEqual([
      'cell strapi_core_store_settings:plugin_upload_settings:-:-.value',
      'cell strapi_webhooks:hook.enabled',
    ]);
  });

  it('is seen in the folder that a file says it is in', async () => {
    expect(
      await differencesAfter(({ knex }) => knex('files').where({ id: 1 }).update({ folder_path: '/1' })),
    ).toEqual([
      { kind: 'cell', where: 'files:file-x:-:published.folder_path', before: '"/A/B"', after: '"/A"' },
    ]);
  });

  it('is seen in a folder number that two folders have', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('upload_folders').where({ name: 'B' }).update({ path_id: 1, path: '/1/1' }),
    );
    expect(kindsAndPlaces(differences)).toContain('cell upload_folders:dirA:-:published.path');
  });
});

describe('a swapped order', () => {
  it('is seen among the links of an entry', async () => {
    expect(
      await differencesAfter((changed) => swap(changed, 'articles_tags_lnk', 'tag_ord', [1, 2])),
    ).toEqual([
      {
        kind: 'link-order',
        where: `${draft} articles_tags_lnk.tag_ord within -:draft`,
        before: 'my_weird_tags:tb:-:draft < my_weird_tags:ta:-:draft',
        after: 'my_weird_tags:ta:-:draft < my_weird_tags:tb:-:draft',
      },
    ]);
  });

  it('is seen from the other side of the links', async () => {
    const differences = await differencesAfter((changed) =>
      swap(changed, 'articles_tags_lnk', 'article_ord', [2, 3]),
    );
    expect(kindsAndPlaces(differences)).toEqual([
      'link-order my_weird_tags:ta:-:draft articles_tags_lnk.article_ord within en:draft',
    ]);
  });

  it('is seen among the links of an entry to its own type', async () => {
    const differences = await differencesAfter((changed) =>
      swap(changed, 'articles_related_lnk', 'article_ord', [1, 2]),
    );
    expect(kindsAndPlaces(differences)).toEqual([
      'link-order articles:second:en:draft articles_related_lnk.article_ord within en:draft',
    ]);
  });

  it('is seen from the other side where a type is linked to itself', async () => {
    const differences = await differencesAfter((changed) =>
      swap(changed, 'categories_parent_lnk', 'category_ord', [1, 2]),
    );
    expect(kindsAndPlaces(differences)).toEqual([
      'link-order categories:cat:-:published categories_parent_lnk.category_ord within -:published',
    ]);
  });

  it('is seen where two links now have one number', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('articles_tags_lnk').where({ id: 2 }).update({ tag_ord: 1 }),
    );
    expect(differences.map(({ kind, after }) => [kind, after])).toEqual([
      ['link-order', 'my_weird_tags:ta:-:draft = my_weird_tags:tb:-:draft'],
    ]);
  });

  it('is seen in a gallery', async () => {
    const differences = await differencesAfter((changed) =>
      swap(changed, 'files_related_mph', 'order', [2, 3]),
    );
    expect(kindsAndPlaces(differences)).toEqual([`link-order ${draft}.gallery files_related_mph.order`]);
  });

  it('is seen in a polymorphic relation over several types', async () => {
    const differences = await differencesAfter((changed) =>
      swap(changed, 'articles_anything_mph', 'order', [1, 2]),
    );
    expect(kindsAndPlaces(differences)).toEqual([`link-order ${draft}.anything articles_anything_mph.order`]);
  });

  it('is seen among the links of a component', async () => {
    const differences = await differencesAfter((changed) =>
      swap(changed, 'components_blocks_heroes_tags_lnk', 'tag_ord', [1, 2]),
    );
    expect(kindsAndPlaces(differences)).toEqual([
      `link-order ${draft}.zone[1] components_blocks_heroes_tags_lnk.tag_ord within -:draft`,
    ]);
  });

  it('is seen among repeatable components', async () => {
    const differences = await differencesAfter((changed) =>
      swap(changed, 'components_shared_seos_cmps', 'order', [1, 2]),
    );
    expect(kindsAndPlaces(differences)).toEqual([
      `cell ${draft}.seo[1].socials[1].network`,
      `cell ${draft}.seo[1].socials[1].payload`,
      `cell ${draft}.seo[1].socials[2].network`,
      `cell ${draft}.seo[1].socials[2].payload`,
    ]);
  });

  it('is seen in a dynamic zone', async () => {
    const differences = await differencesAfter((changed) => swap(changed, 'articles_cmps', 'order', [3, 4]));
    expect(kindsAndPlaces(differences)).toEqual([
      `cell ${draft}.zone[2].component_type`,
      `cell ${draft}.zone[3].component_type`,
    ]);
  });
});

describe('a link', () => {
  it('is missed', async () => {
    expect(await differencesAfter(({ knex }) => knex('articles_tags_lnk').where({ id: 3 }).delete())).toEqual(
      [
        {
          kind: 'link-missing',
          where: 'articles:second:en:draft articles_tags_lnk',
          before: 'my_weird_tags:ta:-:draft',
        },
      ],
    );
  });

  it('is seen to be one too many', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('articles_tags_lnk').insert({ article_id: 4, tag_id: 3, tag_ord: 2, article_ord: 1 }),
    );
    expect(differences).toEqual([
      {
        kind: 'link-extra',
        where: 'articles:second:en:draft articles_tags_lnk',
        after: 'my_weird_tags:tc:-:draft',
      },
    ]);
  });

  it('is seen to be doubled', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('files_related_mph').insert({
        file_id: 1,
        related_id: 1,
        related_type: 'api::article.article',
        field: 'cover',
        order: 2,
      }),
    );
    expect(differences).toEqual([
      { kind: 'link-extra', where: `${draft}.cover files_related_mph`, after: 'files:file-x:-:published#2' },
    ]);
  });

  it('is missed between a component and its picture', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('files_related_mph').where({ id: 4 }).delete(),
    );
    expect(kindsAndPlaces(differences)).toEqual([`link-missing ${draft}.seo[1].image files_related_mph`]);
  });

  it('is seen to lead to the published row instead of the draft', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('articles_tags_lnk').where({ id: 3 }).update({ tag_id: 4 }),
    );
    expect(differences.map(({ kind, before, after }) => [kind, before ?? after])).toEqual([
      ['link-missing', 'my_weird_tags:ta:-:draft'],
      ['link-extra', 'my_weird_tags:ta:-:published'],
    ]);
  });
});

describe('a row', () => {
  it('is missed with its components and links', async () => {
    const differences = await differencesAfter(({ knex }) => knex('articles').where({ id: 2 }).delete());
    expect(kindsAndPlaces(differences)).toEqual([
      `row-missing ${published}`,
      `row-missing ${published}.seo[1]`,
      `link-missing ${published} articles_tags_lnk`,
      `link-missing ${published} articles_tags_lnk`,
    ]);
  });

  it('is missed in one language', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('articles').where({ locale: 'fr' }).delete(),
    );
    expect(kindsAndPlaces(differences)).toEqual(['row-missing articles:first:fr:draft']);
  });

  it('is seen to be one too many', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('categories').insert({ document_id: 'new', name: 'new', published_at: 1 }),
    );
    expect(kindsAndPlaces(differences)).toEqual(['row-extra categories:new:-:published']);
  });

  it('is seen to be doubled', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('categories').insert({ document_id: 'cat', name: 'cat', published_at: 1_704_200_000_000 }),
    );
    expect(kindsAndPlaces(differences)).toEqual(['row-extra categories:cat:-:published#2']);
  });

  it('is seen to be published', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('articles').where({ id: 3 }).update({ published_at: 1 }),
    );
    expect(kindsAndPlaces(differences)).toEqual([
      'row-missing articles:first:fr:draft',
      'row-extra articles:first:fr:published',
    ]);
  });

  it('is missed in a component field', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('components_shared_seos_cmps').where({ id: 2 }).delete(),
    );
    expect(kindsAndPlaces(differences)).toEqual([`row-missing ${draft}.seo[1].socials[2]`]);
  });

  it('is missed in a table that only its cells name', async () => {
    const differences = await differencesAfter(async (changed) => {
      await changed.knex.schema.createTable('plugin_notes', (table) => void table.string('note'));
      await changed.knex('plugin_notes').insert({ note: 'a' });
    });
    expect(differences.map(({ kind, after }) => [kind, after])).toEqual([
      ['row-extra', '{"note":"\\"a\\""}'],
    ]);
  });

  it('is seen to be a component that two owners share', async () => {
    const differences = await differencesAfter(({ knex }) =>
      knex('articles_cmps').insert({ entity_id: 4, cmp_id: 2, component_type: 'shared.seo', field: 'seo' }),
    );
    expect(differences).toContainEqual({
      kind: 'cell',
      where: `${published}.seo[1].(shared with)`,
      after: 'articles:second:en:draft.seo[1]',
    });
  });
});

describe('an uploaded file', () => {
  it('is seen to have one flipped bit', async () => {
    const differences = await differencesAfter(({ uploadsDir }) =>
      writeFile(join(uploadsDir, 'nested', 'y.png'), 'bytes of x'),
    );
    expect(kindsAndPlaces(differences)).toEqual(['file-bytes nested/y.png']);
  });

  it('is missed, and seen to be one too many', async () => {
    const differences = await differencesAfter(async ({ uploadsDir }) => {
      await rm(join(uploadsDir, 'x.png'));
      await rm(join(uploadsDir, '.gitkeep'));
      await writeFile(join(uploadsDir, 'z.png'), 'bytes of z');
    });
    expect(kindsAndPlaces(differences)).toEqual(['file-missing x.png', 'file-extra z.png']);
  });
});

describe('what Strapi itself never shows', () => {
  it('is listed but not compared: orphan components, links and placements with an end that is gone', async () => {
    const changed = await site();
    const before = await changed.capture();
    const { knex } = changed;
    await knex('components_blocks_quotes').insert({ id: 70, text: 'left behind' });
    await knex('articles_cmps').insert({
      id: 71,
      entity_id: 1,
      cmp_id: 99,
      component_type: 'blocks.quote',
      field: 'zone',
      order: 0.5,
    });
    await knex('articles_tags_lnk').insert({ id: 72, article_id: 1, tag_id: null, tag_ord: 0 });
    await knex('files_related_mph').insert({
      id: 73,
      file_id: 1,
      related_id: 99,
      related_type: 'api::tag.tag',
    });

    const after = await changed.capture();
    expect(compareSites(before, after)).toEqual([]);
    expect(before.orphans.concat(before.dangling)).toEqual([]);
    expect(after.orphans).toEqual(['components_blocks_quotes id 70']);
    expect(after.dangling.map((text) => text.replace(/:.*/, '')).sort()).toEqual([
      'articles_cmps id 71',
      'articles_tags_lnk id 72',
      'files_related_mph id 73',
    ]);
  });

  it('does not stop the capture: a component inside itself, a component taken out of the app', async () => {
    const { knex, capture } = await site();
    // Leaves a filled component table that no uid in use stands for: not to be mistaken for that of shared.gone.
    await knex('articles_cmps').where({ component_type: 'blocks.quote' }).delete();
    await knex('components_shared_seos_cmps').insert([
      { entity_id: 2, cmp_id: 2, component_type: 'shared.seo', field: 'self', order: 1 },
      { entity_id: 2, cmp_id: 1, component_type: 'shared.gone', field: 'gone', order: 1 },
    ]);
    const { dangling } = await capture();
    expect(dangling.join('\n')).toContain('contains itself');
    expect(dangling.join('\n')).toContain('shared.gone 1 is gone');
  });
});

describe('the table of a component', () => {
  it('is told by its attributes even if its name says nothing', async () => {
    const { knex, capture } = await site();
    await knex.schema.renameTable('components_shared_social_weird', 'sm_profiles');
    expect((await capture()).rows.get(`${draft}.zone[3]`)?.table).toBe('sm_profiles');
  });

  it('is told by its name where the content manager stored nothing', async () => {
    const { knex, capture } = await site();
    await knex('strapi_core_store_settings').delete();
    const { rows } = await capture();
    expect(rows.get(`${draft}.zone[3]`)?.table).toBe('components_shared_social_weird');
    expect(rows.get(`${draft}.seo[1]`)?.table).toBe('components_shared_seos');
  });

  it('is asked for where nothing tells it, and taken from the caller', async () => {
    const { knex, capture } = await site();
    await knex('strapi_core_store_settings').delete();
    await knex.schema.renameTable('components_shared_social_weird', 'sm_profiles');
    await expect(capture()).rejects.toThrow('No table found for shared.social; left are sm_profiles');

    const { rows } = await capture({ componentTables: { 'shared.social': 'sm_profiles' } });
    expect(rows.get(`${draft}.zone[3]`)?.cells['network']).toBe('"three"');
  });

  it('is asked for where two tables suit', async () => {
    const { knex, capture } = await site();
    await knex('strapi_core_store_settings').delete();
    await knex.schema.createTable('components_shared_social_works', (table) => void table.increments('id'));
    await knex('components_shared_social_works').insert([{ id: 1 }, { id: 2 }, { id: 3 }]);
    await expect(capture()).rejects.toThrow('suit shared.social equally');
  });

  it('must exist if the caller names it', async () => {
    const { capture } = await site();
    await expect(capture({ componentTables: { 'shared.social': 'nowhere' } })).rejects.toThrow('nowhere');
  });
});

describe('a capture that would prove nothing', () => {
  it('is refused without an upload folder', async () => {
    const { uploadsDir, capture } = await site();
    await expect(capture({ uploadsDir: join(uploadsDir, 'elsewhere') })).rejects.toThrow('ENOENT');
  });

  it('is refused without a content type', async () => {
    const { uploadsDir } = await site();
    const empty = createKnex({ client: 'better-sqlite3', connection: ':memory:', useNullAsDefault: true });
    try {
      await expect(captureSite({ knex: empty, client: 'sqlite', uploadsDir })).rejects.toThrow('document_id');
    } finally {
      // An open pool would keep the test run from ending.
      await empty.destroy();
    }
  });
});

describe('what the caller ignores', () => {
  async function spoil(changed: TestSite): Promise<void> {
    const { knex } = changed;
    await knex('articles').where({ id: 1 }).update({ title: 'changed' });
    await knex('articles_tags_lnk').where({ id: 3 }).delete();
    await swap(changed, 'articles_tags_lnk', 'tag_ord', [1, 2]);
    await knex('my_weird_tags').where({ id: 1 }).update({ name: 'changed' });
  }
  const cell = `cell ${draft}.title`;
  const tag = 'cell my_weird_tags:ta:-:draft.name';
  const link = 'link-missing articles:second:en:draft articles_tags_lnk';
  const order = `link-order ${draft} articles_tags_lnk.tag_ord within -:draft`;

  it.each<[string, CompareOptions, string[]]>([
    ['nothing', {}, [cell, tag, link, order]],
    ['a column', { ignoreColumns: ['articles.title'] }, [tag, link, order]],
    ['a column of every table', { ignoreColumns: ['*.title', '*.name'] }, [link, order]],
    ['an order', { ignoreColumns: ['articles_tags_lnk.tag_ord'] }, [cell, tag, link]],
    ['a join table', { ignoreTables: ['articles_tags_lnk'] }, [cell, tag]],
    ['a table and the links to it', { ignoreTables: ['my_weird_tags'] }, [cell, order]],
    ['a row and what hangs off it', { ignoreRows: ['articles:first:en:draft'] }, [tag, link]],
  ])('is left out: %s', async (_what, options, left) => {
    expect(kindsAndPlaces(await differencesAfter(spoil, options))).toEqual(left);
  });
});

describe('differences for people', () => {
  it('say kind, place and both values, one per line', () => {
    expect(
      formatDifferences([
        { kind: 'cell', where: 'a:b:en:draft.title', before: '"one"', after: '"two"' },
        { kind: 'row-missing', where: 'a:c:en:draft', before: '{}' },
      ]),
    ).toBe('cell          a:b:en:draft.title: "one" -> "two"\nrow-missing   a:c:en:draft: {}');
  });

  it('cut long values around the place where they part', () => {
    const text = formatDifferences([
      { kind: 'cell', where: 'w', before: `${'a'.repeat(500)}X${'b'.repeat(500)}`, after: 'a'.repeat(500) },
    ]);
    expect(text).toContain(`…${'a'.repeat(20)}Xbbb`);
    expect(text.length).toBeLessThan(200);
  });

  it('count what does not fit', () => {
    const many = Array.from({ length: 5 }, (): Difference => ({
      kind: 'file-extra',
      where: 'f',
      after: 'x',
    }));
    expect(formatDifferences(many, 2).split('\n')).toHaveLength(3);
    expect(formatDifferences(many, 2)).toContain('3 more');
    expect(formatDifferences([])).toBe('No differences.');
  });
});
