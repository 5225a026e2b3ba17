import type { Core } from '@strapi/strapi';

import type { ReadPlan } from '../../core/snapshot/read-plan';
import { pluginService } from '../plugin-service';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { SITE } from './project-service';
import { scopePlan } from './scope-plan';

/**
 * What of the site a project is, as its rules say just now. Throws `project_unknown`, and `rules_invalid` when the site no
 * longer has what they name.
 */
export async function projectPlan(strapi: Core.Strapi, project: string): Promise<ReadPlan> {
  const whole = compileReadPlan(strapi);
  if (project === SITE) return whole;
  const { rules } = await pluginService(strapi, 'projects').find(project);
  return rules ? scopePlan(strapi, whole, rules) : whole;
}
