import type { Core } from '@strapi/strapi';

import { contentAttributes, isColumnRelation, isToOne } from './content-model';

type Data = Record<string, unknown>;

interface Target {
  documentId?: string;
  __type?: string;
}

/**
 * A polymorphic list also has what others claim through their side of it; those say it in their own records, and lose
 * it unless it is written here again. Both hold data as the document service takes it; `said` is completed.
 */
export function keepClaimed(strapi: Core.Strapi, uid: string, live: Data, said: Data): void {
  for (const [name, { relation }] of contentAttributes(strapi, uid)) {
    if (relation !== 'morphToMany' || !Object.hasOwn(said, name)) continue;
    const claimed = targetsIn(live[name]).filter(({ __type = '' }) => claims(strapi, __type, uid, name));
    const set = targetsIn(said[name]);
    const others = claimed.filter((one) => !set.some((other) => isSame(one, other)));
    said[name] = { set: [...set, ...others] };
  }
}

function claims(strapi: Core.Strapi, type: string, uid: string, name: string): boolean {
  return contentAttributes(strapi, type).some(
    ([, { relation, target, morphBy }]) => relation === 'morphMany' && target === uid && morphBy === name,
  );
}

/**
 * Adds the links in `said` to those that are there. A field that takes one link and has another one keeps it and is
 * taken out of `said`.
 *
 * @returns the names of those fields
 */
export function attachLinks(strapi: Core.Strapi, uid: string, live: Data, said: Data): string[] {
  const full: string[] = [];
  for (const [name, attribute] of contentAttributes(strapi, uid)) {
    if (!Object.hasOwn(said, name)) continue;
    const isSingle =
      attribute.type === 'media' ? !attribute.multiple : isToOne(attribute) || isColumnRelation(attribute);
    const there = attribute.type === 'media' ? rowsIn(live[name]) : targetsIn(live[name]);
    if (isSingle && (there.length > 0 || isTaken(live[name]))) {
      full.push(name);
      delete said[name];
    } else if (!isSingle && attribute.type === 'media') {
      said[name] = [...new Set([...there, ...rowsIn(said[name])])];
    } else if (!isSingle) {
      const set = there as Target[];
      said[name] = {
        set: [...set, ...targetsIn(said[name]).filter((one) => !set.some((other) => isSame(one, other)))],
      };
    }
  }
  return full;
}

function isTaken(value: unknown): boolean {
  return value !== null && value !== undefined && !(typeof value === 'object' && 'set' in value);
}

function rowsIn(value: unknown): unknown[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function targetsIn(value: unknown): Target[] {
  const { set } = (value ?? {}) as { set?: Target[] };
  return set ?? [];
}

function isSame(a: Target, b: Target): boolean {
  return a.documentId === b.documentId && a.__type === b.__type;
}
