import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import type { DiffViewer } from '../diffs/diff-viewer';

type WriteAction = 'create' | 'update' | 'publish';

interface Ability {
  rulesFor(action: string, subject: string): Rule[];
}

interface Rule {
  inverted: boolean;
  /** All of them where it names none. */
  fields?: string[];
  matchesConditions(entry: object): boolean;
}

/**
 * Throws `forbidden` unless the content manager would let this admin do it: in each of these locales, and to each of
 * these fields. A right that hangs on more than the locale, on who made the entry for example, grants nothing here.
 */
export function assertMayWrite(
  viewer: DiffViewer,
  uid: string,
  action: WriteAction,
  { locales, fields }: { locales: (string | null)[]; fields: string[] },
): void {
  if (viewer.ability === null) return;
  const ability = viewer.ability as Ability;
  const name = `plugin::content-manager.explorer.${action}`;
  for (const locale of locales) {
    const rules = ability
      .rulesFor(name, uid)
      .filter((rule) => !rule.inverted && rule.matchesConditions({ locale }));
    const refused = fields.filter((field) => !rules.some((rule) => covers(rule, field)));
    if (rules.length > 0 && (action === 'publish' || refused.length === 0)) continue;
    throw forbidden(uid, action, locale, rules.length > 0 ? refused : []);
  }
}

/** A right names `seo.title` for a field of a component. */
function covers({ fields }: Rule, field: string): boolean {
  return !fields || fields.some((one) => one === field || one.startsWith(`${field}.`));
}

/** The attributes of a content type that the content manager shows and writes. */
export function writtenFields(strapi: Core.Strapi, uid: string): string[] {
  const model = strapi.getModel(uid as never) as unknown as {
    attributes: Record<string, { visible?: boolean; writable?: boolean }>;
  };
  return Object.entries(model.attributes)
    .filter(
      ([name, { visible, writable }]) => visible !== false && writable !== false && !STAMPS.includes(name),
    )
    .map(([name]) => name);
}

const STAMPS = ['createdAt', 'updatedAt', 'publishedAt', 'createdBy', 'updatedBy', 'locale', 'localizations'];

function forbidden(uid: string, action: WriteAction, locale: string | null, fields: string[]): KeepsakeError {
  const what = fields.length > 0 ? `the fields ${fields.join(', ')} of ${uid}` : `entries of ${uid}`;
  return new KeepsakeError('forbidden', `You may not ${action} ${what}${locale ? ` in ${locale}` : ''}.`, {
    hint: 'Ask for that right in the content manager, or choose fields and locales that you may change there.',
    item: uid,
  });
}
