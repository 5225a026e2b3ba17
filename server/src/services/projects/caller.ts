import type { MemberKind } from '../../../../shared/contracts/projects';

/** Who asks through the content API, and so which projects there are for them. */
export interface Caller {
  kind: MemberKind;
  /** As in the members of a project; empty for nobody in particular, whose no project is. */
  holder: string;
  /** For lists: who made it. */
  name: string | null;
  /** Sees every project (scope `projects.all`), member or not. */
  seesAll: boolean;
  /** Whether a route with this scope would have let them in, for example `project-restores.create`. */
  may(scope: string): Promise<boolean>;
}

/** As whose something is kept, beside the ids of admins, which are numbers. */
export function holderOf({ kind, holder }: Pick<Caller, 'kind' | 'holder'>): string {
  return `${kind}:${holder}`;
}
