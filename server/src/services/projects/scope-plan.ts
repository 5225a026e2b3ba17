import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import type { ProjectRules, TypeRule } from '../../../../shared/contracts/projects';
import { FILE_UID, FOLDER_UID } from '../../core/media/media-of-record';
import type { Part } from '../../core/repository/repository';
import { referencedMedia } from '../../core/snapshot/referenced-media';
import type { Binding, ReadPlan, RowCondition, TypePlan } from '../../core/snapshot/read-plan';
import { checkFilters } from './check-rules';
import { followedTypes } from './followed-types';

/**
 * The part of a read plan that a project's rules leave: content types that are not in it are gone, and the others say by a
 * query which of their rows are. The query is Strapi's own: what its `findMany` finds with the same filters.
 *
 * @throws KeepsakeError `rules_invalid` when the site has no longer what the rules name
 */
export async function scopePlan(strapi: Core.Strapi, plan: ReadPlan, rules: ProjectRules): Promise<ReadPlan> {
  const known = (uid: string) => plan.types.some((type) => type.uid === uid);
  if (rules.types !== 'all')
    for (const rule of rules.types.filter(({ uid }) => known(uid))) await checkFilters(strapi, rule);
  const ruleOf = typeRules(strapi, rules);
  const scoped = plan.types.flatMap((type) => {
    if (type.part !== 'content') return hasPart(rules, type.part) ? [type] : [];
    const rule = ruleOf(type.uid);
    if (!rule) return [];
    const scope = conditionOf(strapi, type, rule, rules.locales);
    return [scope ? { ...type, scope } : type];
  });
  if (rules.media !== 'referenced') return { ...plan, types: scoped };
  return { ...plan, types: withReferencedMedia(strapi, plan, scoped) };
}

function hasPart({ media, users, settings }: ProjectRules, part: Exclude<Part, 'content'>): boolean {
  switch (part) {
    case 'media':
      return media !== 'none';
    case 'users':
      return users;
    case 'settings':
    // Which locales there are is a setting of the whole site.
    case 'locales':
      return settings;
  }
}

function typeRules(strapi: Core.Strapi, { types, root }: ProjectRules): (uid: string) => TypeRule | null {
  if (types === 'all') return (uid) => ({ uid });
  const rules = new Map(types.map((rule) => [rule.uid, rule]));
  for (const rule of root ? rootRules(strapi, root) : []) rules.set(rule.uid, rule);
  return (uid) => rules.get(uid) ?? null;
}

/** A root is a filter of each content type that leads to it. */
function rootRules(strapi: Core.Strapi, root: NonNullable<ProjectRules['root']>): TypeRule[] {
  const isRoot = { documentId: { $eq: root.documentId } };
  const ways = new Map<string, object[]>();
  for (const { uid, path } of followedTypes(strapi, root)) {
    const filter = path.split('.').reduceRight<object>((inner, name) => ({ [name]: inner }), isRoot);
    ways.set(uid, [...(ways.get(uid) ?? []), filter]);
  }
  const own = { uid: root.uid, filters: isRoot };
  return [own, ...[...ways].map(([uid, $or]) => ({ uid, filters: { $or } }))];
}

function conditionOf(
  strapi: Core.Strapi,
  type: TypePlan,
  { filters, locales: own }: TypeRule,
  general: string[] | undefined,
): RowCondition | null {
  const locales = own ?? general;
  const isLocalized = (strapi.contentTypes[type.uid as keyof typeof strapi.contentTypes] as Localizable)
    .pluginOptions?.i18n?.localized;
  const where = [
    ...(filters && Object.keys(filters).length > 0 ? [whereOf(strapi, type.uid, filters)] : []),
    ...(locales && isLocalized ? [{ locale: { $in: locales } }] : []),
  ];
  return where.length > 0 ? rowsWhere(strapi, type.uid, { $and: where }) : null;
}

interface Localizable {
  pluginOptions?: { i18n?: { localized?: boolean } };
}

/** As the document service translates filters before it looks. */
function whereOf(strapi: Core.Strapi, uid: string, filters: object): object {
  const { where } = strapi.get('query-params').transform(uid, { filters }) as { where?: object };
  return where ?? {};
}

function rowsWhere(strapi: Core.Strapi, uid: string, where: object): RowCondition {
  const builder = strapi.db.queryBuilder(uid).init({ where, select: ['id'] }) as unknown as {
    getKnexQuery(): Knex.QueryBuilder;
  };
  const { sql, bindings } = builder.getKnexQuery().toSQL();
  return { sql, bindings: bindings as Binding[] };
}

function withReferencedMedia(strapi: Core.Strapi, plan: ReadPlan, scoped: TypePlan[]): TypePlan[] {
  const { files, folders, shared } = referencedMedia(strapi.db.connection, plan, scoped);
  return scoped.map((type) => {
    if (type.uid === FILE_UID) return { ...type, scope: files, shared };
    return type.uid === FOLDER_UID ? { ...type, scope: folders } : type;
  });
}
