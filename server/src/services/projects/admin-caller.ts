import { permissionId } from '../../permissions';
import type { Action } from '../../permissions';
import type { Caller } from './caller';

interface AdminUser {
  documentId: string;
}

/** An admin, whose actions are what scopes are to tokens and end users. */
export function adminCaller(
  { documentId }: AdminUser,
  name: string | null,
  ability: { can(action: string): boolean },
): Caller {
  return {
    kind: 'admin',
    holder: documentId,
    name,
    seesAll: ability.can(permissionId('projects.all')),
    may: async (action) => ability.can(permissionId(action as Action)),
  };
}
