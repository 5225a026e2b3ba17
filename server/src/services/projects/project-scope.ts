import type { Core } from '@strapi/strapi';

import type { ProjectRules } from '../../../../shared/contracts/projects';
import type { Manifest } from '../../core/repository/repository';
import type { LiveSite } from '../../core/restore/plan-restore';
import type { ReadPlan } from '../../core/snapshot/read-plan';
import { asKeepsakeError } from '../../core/errors';
import { pluginService } from '../plugin-service';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { SITE } from './project-service';
import { scopePlan } from './scope-plan';

export interface ProjectScope {
  plan: ReadPlan;
  rules: ProjectRules | null;
}

/**
 * What of the site a project is, as its rules say just now. Throws `project_unknown`, and `rules_invalid` when the site no
 * longer has what they name.
 */
export async function projectScope(strapi: Core.Strapi, project: string): Promise<ProjectScope> {
  const whole = compileReadPlan(strapi);
  if (project === SITE) return { plan: whole, rules: null };
  const { rules } = await pluginService(strapi, 'projects').find(project);
  return rules ? { plan: await scopePlan(strapi, whole, rules), rules } : { plan: whole, rules: null };
}

export async function projectPlan(strapi: Core.Strapi, project: string): Promise<ReadPlan> {
  return (await projectScope(strapi, project)).plan;
}

/**
 * What a restore of a snapshot may look at and change: the project as its rules are now. Of a project that is gone, as
 * they were when the snapshot was made. Throws `rules_invalid`.
 */
export async function restorableScope(
  strapi: Core.Strapi,
  { project, rules: then }: Manifest,
): Promise<Pick<LiveSite, 'plan' | 'whole' | 'then'>> {
  const whole = compileReadPlan(strapi);
  const now = project === SITE ? null : await rulesOf(strapi, project, then ?? null);
  if (!now && !then) return { plan: whole };
  return {
    plan: now ? await scopePlan(strapi, whole, now) : whole,
    whole,
    ...(then && JSON.stringify(then) !== JSON.stringify(now)
      ? { then: await scopePlan(strapi, whole, then) }
      : {}),
  };
}

async function rulesOf(
  strapi: Core.Strapi,
  project: string,
  then: ProjectRules | null,
): Promise<ProjectRules | null> {
  try {
    return (await pluginService(strapi, 'projects').find(project)).rules ?? null;
  } catch (error) {
    if (asKeepsakeError(error).code === 'project_unknown') return then;
    throw error;
  }
}
