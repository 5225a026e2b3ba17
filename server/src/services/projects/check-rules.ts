import type { Core } from '@strapi/strapi';

import type { ProjectRules, TypeRule } from '../../../../shared/contracts/projects';
import type { ReadPlan } from '../../core/snapshot/read-plan';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { followedTypes } from './followed-types';
import { rulesInvalid } from './rules-error';

/**
 * Whether the site has what a project's rules name. Filters are held to what Strapi's own content API takes: known
 * attributes and operators, nothing private, no passwords, no way into dynamic zones and polymorphic relations.
 *
 * @throws KeepsakeError `rules_invalid`, with the rule and the field
 */
export async function checkRules(strapi: Core.Strapi, rules: ProjectRules): Promise<void> {
  const plan = compileReadPlan(strapi);
  const named = rules.types === 'all' ? [] : rules.types;
  for (const rule of named) {
    refuseForeignType(plan, rule.uid, `types.${rule.uid}`);
    await checkFilters(strapi, rule);
  }
  await checkLocales(strapi, [...(rules.locales ?? []), ...named.flatMap(({ locales }) => locales ?? [])]);
  if (rules.root) await checkRoot(strapi, plan, rules.root, named);
}

/** Strapi drops what it does not know from a filter, which then matches more: it is refused instead. Throws `rules_invalid`. */
export async function checkFilters(strapi: Core.Strapi, { uid, filters }: TypeRule): Promise<void> {
  if (!filters) return;
  const model = strapi.getModel(uid as never);
  try {
    await (strapi.contentAPI.validate as unknown as Validator).filters(filters, model, {});
  } catch (error) {
    const { name, message } = error as { name?: string; message?: string };
    if (name !== 'ValidationError') throw error;
    throw rulesInvalid(`types.${uid}.filters`, message ?? 'cannot be read');
  }
}

interface Validator {
  filters(filters: unknown, model: unknown, options: object): Promise<unknown>;
}

async function checkLocales(strapi: Core.Strapi, wanted: string[]): Promise<void> {
  if (wanted.length === 0) return;
  const service = strapi.plugin('i18n')?.service('locales') as
    { find(): Promise<{ code: string }[]> } | undefined;
  const known = ((await service?.find()) ?? []).map(({ code }) => code);
  const unknown = wanted.find((code) => !known.includes(code));
  if (unknown === undefined) return;
  throw rulesInvalid('locales', `The site has no locale "${unknown}"; it has ${known.join(', ') || 'none'}.`);
}

async function checkRoot(
  strapi: Core.Strapi,
  plan: ReadPlan,
  root: NonNullable<ProjectRules['root']>,
  named: TypeRule[],
): Promise<void> {
  refuseForeignType(plan, root.uid, 'root.uid');
  const where = { documentId: root.documentId };
  if ((await strapi.db.query(root.uid as never).count({ where } as never)) === 0)
    throw rulesInvalid('root.documentId', `${root.uid} has no entry ${root.documentId}.`);
  const followed = new Set([root.uid, ...followedTypes(strapi, root).map(({ uid }) => uid)]);
  for (const uid of followed) refuseForeignType(plan, uid, 'root.follow');
  const twice = named.find(({ uid }) => followed.has(uid));
  if (twice) throw rulesInvalid(`types.${twice.uid}`, 'It is followed from the root already.');
}

function refuseForeignType({ types }: ReadPlan, uid: string, rule: string): void {
  const contents = types.filter(({ part }) => part === 'content').map((type) => type.uid);
  if (contents.includes(uid)) return;
  throw rulesInvalid(rule, `There is no content type ${uid}. There are: ${contents.join(', ')}.`);
}
