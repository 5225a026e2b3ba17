import type { Context } from 'koa';

import { permissionId } from '../permissions';
import type { DiffViewer } from '../services/diffs/diff-viewer';

/** Who looks at content, by their own rights in the content manager. */
export function viewerOf(ctx: Context): DiffViewer {
  const ability = ctx.state.userAbility as { can(action: string): boolean } | undefined;
  return {
    showsPrivate: ability?.can(permissionId('settings')) === true,
    // Never null here: that stands for a command line, which may see everything.
    ability: ability ?? { can: () => false, rulesFor: () => [] },
  };
}
