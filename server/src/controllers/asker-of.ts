import type { Context } from 'koa';

import { permissionId } from '../permissions';
import type { Ability, Asker } from '../services/exports/asker';
import { SUPER_ADMIN } from '../services/exports/asker';
import { askedBy } from './answer';

/** The admin who asks, with what they may read. */
export function askerOf(ctx: Context): Asker {
  const { id, roles = [] } = (ctx.state.user ?? {}) as { id?: number; roles?: { code: string }[] };
  const ability = ctx.state.userAbility as (Ability & { can(action: string): boolean }) | undefined;
  const hasSettings = ability?.can(permissionId('settings')) === true;
  const reads = ability?.can(permissionId('read')) === true;
  return {
    id: id === undefined ? null : String(id),
    name: askedBy(ctx),
    isSuperAdmin: roles.some(({ code }) => code === SUPER_ADMIN),
    seesPrivate: hasSettings,
    managesOthers: hasSettings,
    sees: { activity: reads, versions: reads },
    // Never null here: that stands for a command line, which may read everything.
    ability: ability ?? { rulesFor: () => [] },
  };
}
