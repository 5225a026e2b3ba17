import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import type { LeavesOut } from '../../core/files/readable-record';
import type { ReadPlan, ShapePlan, TypePlan } from '../../core/snapshot/read-plan';
import { isSecretField } from '../secret-fields';

/** Their values are keys to something: clients' secrets of login providers, headers and addresses of webhooks. */
const KEYS_TO_SOMETHING = ['strapi::core-store', 'strapi::webhook'];

/**
 * What a readable ZIP does not show. Passwords and tokens never; end users, roles and private fields only to who may see
 * settings. A field of which neither the snapshot nor the site says what it is counts as private.
 */
export function leftOut(
  strapi: Core.Strapi,
  plan: ReadPlan,
  options: { showsPrivate: boolean },
): { leavesOutType: (type: TypePlan) => Problem | null; leavesOut: LeavesOut } {
  const types = new Map<string, ShapePlan>(plan.types.map((type) => [type.uid, type]));
  const shapeOf = (uid: string) => types.get(uid) ?? plan.components[uid];
  const leavesOut: LeavesOut = (uid, attribute) => {
    const live = liveAttribute(strapi, uid, attribute);
    const stored = shapeOf(uid)?.columns.find((column) => column.attribute === attribute);
    const type = live?.type ?? stored?.attributeType;
    if (isSecretField(uid, attribute, type) || isSecretField(uid, attribute, stored?.attributeType))
      return true;
    if (isStamp(attribute)) return false;
    return !options.showsPrivate && (live === null || live.private === true);
  };
  return {
    leavesOut,
    leavesOutType: ({ uid, part, displayName }) => {
      if (KEYS_TO_SOMETHING.includes(uid))
        return typeLeftOut(uid, displayName, 'They may hold keys and tokens.');
      const isOpen = options.showsPrivate || (part !== 'users' && part !== 'settings');
      return isOpen ? null : typeLeftOut(uid, displayName, 'They are written for who may see settings.');
    },
  };
}

interface LiveAttribute {
  type: string;
  private?: boolean;
}

function liveAttribute(strapi: Core.Strapi, uid: string, attribute: string): LiveAttribute | null {
  const model = strapi.getModel(uid as never) as { attributes?: Record<string, LiveAttribute> } | undefined;
  return model?.attributes?.[attribute] ?? null;
}

/** Strapi calls them private in some settings; they are times, and an import needs them. */
function isStamp(attribute: string): boolean {
  return ['createdAt', 'updatedAt', 'publishedAt'].includes(attribute);
}

function typeLeftOut(uid: string, displayName: string, why: string): Problem {
  return { code: 'type_left_out', message: `All of “${displayName}” (${uid}). ${why}`, item: uid };
}
