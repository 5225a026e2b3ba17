/**
 * The zoo: one of everything that a Strapi 5 schema can say. Names say what is special about an attribute.
 */

type Attribute = Record<string, unknown> & { type: string };
export type Attributes = Record<string, Attribute>;

export interface ContentTypeSchema {
  kind: 'collectionType' | 'singleType';
  collectionName: string;
  info: { singularName: string; pluralName: string; displayName: string };
  options: { draftAndPublish: boolean };
  pluginOptions?: object;
  attributes: Attributes;
}

export interface ComponentSchema {
  collectionName: string;
  info: { displayName: string };
  attributes: Attributes;
}

/** Long enough that Strapi shortens the column (55 characters are its limit). */
export const LONG_FIELD = 'aFieldWhoseNameGoesOnAndOnUntilNoDatabaseWouldTakeItAsTheNameOfAColumn';
export const LONG_RELATION = 'aRelationWhoseNameGoesOnAndOnUntilNoDatabaseWouldTakeItAsTheNameOfATable';

const LONG_COLLECTION = 'things_whose_collection_has_been_given_a_name_that_nobody_reads_to_its_end';

const TARGET = 'api::target.target';
const HUB = 'api::hub.hub';
const LEAF = 'api::leaf.leaf';

const localized = { pluginOptions: { i18n: { localized: true } } };
const shared = { pluginOptions: { i18n: { localized: false } } };

/** Every attribute type that holds a value of its own. */
function values(): Attributes {
  return {
    line: { type: 'string' },
    paragraph: { type: 'text' },
    rich: { type: 'richtext' },
    mail: { type: 'email' },
    secretWord: { type: 'password' },
    slug: { type: 'uid' },
    choice: { type: 'enumeration', enum: ['first', 'second', 'third'] },
    whole: { type: 'integer' },
    big: { type: 'biginteger' },
    floating: { type: 'float' },
    price: { type: 'decimal' },
    // Strapi's own decimal has ten digits; the schema may ask for more, where the database has such a type.
    exact: { type: 'decimal', column: { type: 'decimal', args: [30, 12] } },
    day: { type: 'date' },
    hour: { type: 'time' },
    moment: { type: 'datetime' },
    stamp: { type: 'timestamp' },
    yes: { type: 'boolean' },
    anything: { type: 'json' },
    page: { type: 'blocks' },
    tint: { type: 'customField', customField: 'global::tint' },
    hidden: { type: 'string', private: true },
    [LONG_FIELD]: { type: 'string' },
  };
}

function media(): Attributes {
  return {
    picture: { type: 'media', multiple: false, allowedTypes: ['images'] },
    album: { type: 'media', multiple: true },
  };
}

function collection(
  name: string,
  table: string,
  attributes: Attributes,
  draftAndPublish: boolean,
): ContentTypeSchema {
  return {
    kind: 'collectionType',
    collectionName: table,
    info: { singularName: name, pluralName: `${name}-list`, displayName: name },
    options: { draftAndPublish },
    attributes,
  };
}

function relation(kind: string, target: string, more: object = {}): Attribute {
  return { type: 'relation', relation: kind, target, ...more };
}

const several = (uid: string): Attribute => ({ type: 'component', component: uid, repeatable: true });
const one = (uid: string): Attribute => ({ type: 'component', component: uid, repeatable: false });

export const contentTypes: Record<string, ContentTypeSchema> = {
  /** Values with drafts and locales. */
  scalar: {
    ...collection('scalar', 'scalars', withLocales({ ...values(), ...media() }, ['whole', 'album']), true),
    pluginOptions: { i18n: { localized: true } },
  },
  /** The same without either. */
  plain: collection('plain', 'plains', { ...values(), ...media() }, false),
  hub: collection('hub', 'hubs', hubAttributes(), true),
  target: collection('target', 'targets', targetAttributes(), true),
  leaf: collection(
    'leaf',
    'leaves',
    { name: { type: 'string' }, hub: relation('oneToOne', HUB, { mappedBy: 'leafByColumn' }) },
    false,
  ),
  /** Components in every place they may stand. */
  assembly: {
    ...collection(
      'assembly',
      'assemblies',
      {
        title: { type: 'string', ...localized },
        single: { type: 'component', component: 'zoo.first', ...localized },
        many: { type: 'component', component: 'zoo.first', repeatable: true, ...localized },
        sharedSingle: { type: 'component', component: 'zoo.card', ...shared },
        values: { type: 'component', component: 'zoo.values', ...localized },
        zone: {
          type: 'dynamiczone',
          components: ['zoo.first', 'zoo.card', 'zoo.values', 'zoo.long-name'],
          ...localized,
        },
        otherZone: { type: 'dynamiczone', components: ['zoo.card', 'zoo.fourth'], ...localized },
      },
      true,
    ),
    pluginOptions: { i18n: { localized: true } },
  },
  /** A table whose name databases take only in quotes. */
  mixed: collection('mixed', 'Mixed-Case_Things', { name: { type: 'string' }, card: one('zoo.card') }, true),
  long: {
    ...collection(
      'long',
      LONG_COLLECTION,
      {
        [LONG_FIELD]: { type: 'string' },
        [LONG_RELATION]: relation('manyToMany', TARGET),
        [`${LONG_RELATION}ToItself`]: relation('oneToMany', 'api::long.long'),
        [`${LONG_FIELD}Part`]: { type: 'component', component: 'zoo.long-name', repeatable: true },
        [`${LONG_FIELD}Picture`]: { type: 'media', multiple: true },
      },
      true,
    ),
  },
  preference: {
    ...collection(
      'preference',
      'preferences',
      {
        title: { type: 'string', ...localized },
        logo: { type: 'media', multiple: false, ...localized },
        featured: relation('manyToMany', TARGET),
        zone: { type: 'dynamiczone', components: ['zoo.card', 'zoo.first'], ...localized },
      },
      true,
    ),
    kind: 'singleType',
    pluginOptions: { i18n: { localized: true } },
  },
  lonely: {
    ...collection(
      'lonely',
      'lonelies',
      { title: { type: 'string' }, card: { type: 'component', component: 'zoo.card' } },
      false,
    ),
    kind: 'singleType',
  },
};

function hubAttributes(): Attributes {
  return {
    name: { type: 'string' },
    oneOneWay: relation('oneToOne', TARGET),
    oneTwoWay: relation('oneToOne', TARGET, { inversedBy: 'hubOne' }),
    manyWay: relation('oneToMany', TARGET),
    manyOwned: relation('oneToMany', TARGET, { mappedBy: 'ownerHub' }),
    towardsOne: relation('manyToOne', TARGET),
    towardsOneTwoWay: relation('manyToOne', TARGET, { inversedBy: 'hubsTowards' }),
    manyOneWay: relation('manyToMany', TARGET),
    manyTwoWay: relation('manyToMany', TARGET, { inversedBy: 'hubs' }),
    parent: relation('manyToOne', HUB, { inversedBy: 'children' }),
    children: relation('oneToMany', HUB, { mappedBy: 'parent' }),
    twin: relation('oneToOne', HUB, { inversedBy: 'twinOf' }),
    twinOf: relation('oneToOne', HUB, { mappedBy: 'twin' }),
    friends: relation('manyToMany', HUB, { inversedBy: 'friendOf' }),
    friendOf: relation('manyToMany', HUB, { mappedBy: 'friends' }),
    likes: relation('manyToMany', HUB),
    leafByColumn: relation('oneToOne', LEAF, { inversedBy: 'hub', useJoinTable: false }),
    leafManyByColumn: relation('manyToOne', LEAF, { useJoinTable: false }),
    leaves: relation('manyToMany', LEAF),
    subject: { type: 'relation', relation: 'morphToOne' },
    subjects: { type: 'relation', relation: 'morphToMany' },
    user: relation('manyToOne', 'plugin::users-permissions.user'),
    files: relation('oneToMany', 'plugin::upload.file'),
    ...media(),
  };
}

function targetAttributes(): Attributes {
  return {
    name: { type: 'string' },
    hubOne: relation('oneToOne', HUB, { mappedBy: 'oneTwoWay' }),
    ownerHub: relation('manyToOne', HUB, { inversedBy: 'manyOwned' }),
    hubsTowards: relation('oneToMany', HUB, { mappedBy: 'towardsOneTwoWay' }),
    hubs: relation('manyToMany', HUB, { mappedBy: 'manyTwoWay' }),
    subjectOf: { type: 'relation', relation: 'morphOne', target: HUB, morphBy: 'subject' },
    subjectsOf: { type: 'relation', relation: 'morphMany', target: HUB, morphBy: 'subjects' },
  };
}

function withLocales(attributes: Attributes, sharedOnes: string[]): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, one]) => [
      name,
      { ...one, ...(sharedOnes.includes(name) ? shared : localized) },
    ]),
  );
}

function component(displayName: string, table: string, attributes: Attributes): ComponentSchema {
  return { collectionName: `components_zoo_${table}`, info: { displayName }, attributes };
}

/** By name in the category `zoo`; first to fourth are each inside the one before. */
export const components: Record<string, ComponentSchema> = {
  first: component('first', 'firsts', {
    title: { type: 'string' },
    second: one('zoo.second'),
    seconds: several('zoo.second'),
    ...media(),
  }),
  second: component('second', 'seconds', {
    title: { type: 'string' },
    thirds: several('zoo.third'),
    target: relation('manyToOne', TARGET),
  }),
  third: component('third', 'thirds', {
    title: { type: 'string' },
    fourths: several('zoo.fourth'),
    targets: relation('oneToMany', TARGET),
  }),
  fourth: component('fourth', 'fourths', {
    title: { type: 'string' },
    amount: { type: 'biginteger' },
    leaf: relation('oneToOne', LEAF),
    ...media(),
  }),
  card: component('card', 'cards', {
    title: { type: 'string' },
    targets: relation('manyToMany', TARGET),
    users: relation('oneToMany', 'plugin::users-permissions.user'),
    ...media(),
  }),
  values: component('values', 'values', { ...values(), ...media() }),
  'long-name': component('long-name', 'of_a_name_that_is_longer_than_any_table_of_a_database_may_be', {
    [LONG_FIELD]: { type: 'string' },
    [LONG_RELATION]: relation('oneToMany', TARGET),
    [`${LONG_FIELD}Cards`]: several('zoo.card'),
  }),
};
