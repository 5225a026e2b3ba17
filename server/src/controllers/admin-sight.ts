import type { Context } from 'koa';

import { adminCaller } from '../services/projects/admin-caller';
import type { Caller } from '../services/projects/caller';
import type { Sight } from '../services/projects/sight';
import { askedBy } from './answer';

/** The admin who asks. */
export function adminOf(ctx: Context): Caller {
  const user = ctx.state.user as { documentId: string };
  const ability = ctx.state.userAbility as { can(action: string): boolean } | undefined;
  return adminCaller(user, askedBy(ctx), ability ?? { can: () => false });
}

/** What the middleware `own-projects` left on the request. A route without it sees nothing at all. */
export function sightIn(ctx: Context): Sight {
  const sight = ctx.state.keepsakeSight as Sight | undefined;
  return sight === undefined ? [] : sight;
}
