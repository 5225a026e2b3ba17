import type { Core } from '@strapi/strapi';

import type {
  ChangeProject,
  CreateProject,
  ProjectCounts,
  ProjectDetails,
  ProjectRules,
} from '../../../../shared/contracts/projects';
import type { ActivityAction } from '../../../../shared/contracts/activity';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { checkRules } from './check-rules';
import { countProject } from './count-project';
import { countSnapshots, goesAlong, PROJECT_UID } from './project-rows';
import { projectPlan } from './project-scope';
import { SITE } from './project-service';
import type { ProjectRow } from './project-service';
import { rulesInvalid } from './rules-error';
import { scopePlan } from './scope-plan';

/** Projects beside the built-in one, and the rules that say what they are made of. */
export interface ProjectRulesService {
  /** Throws `rules_invalid`, `tier_unknown` and `project_slug_taken`. */
  create(input: CreateProject['request']['data']): Promise<ProjectDetails>;
  /** Throws the same, `project_unknown`, and `project_built_in` for the rules of `site`. */
  change(idOrSlug: string, input: ChangeProject['request']['data']): Promise<ProjectDetails>;
  /**
   * Its schedules, templates and members go with it. Throws `project_built_in`, `project_busy` while a job of it is under
   * way, and `project_not_empty` where it has backups or versions that are not to be left behind.
   */
  remove(idOrSlug: string, options: { leaveBackups: boolean }): Promise<{ documentId: string }>;
  /** What rules match just now. Throws `rules_invalid`. */
  preview(rules: ProjectRules): Promise<ProjectCounts>;
  /** Throws `project_unknown`, and `rules_invalid` when the site no longer has what its rules name. */
  counts(idOrSlug: string): Promise<ProjectCounts>;
}

const JOB_UID = 'plugin::keepsake.job';

export function createProjectRulesService({ strapi }: { strapi: Core.Strapi }): ProjectRulesService {
  const rows = () => ownRows<ProjectRow>(strapi, PROJECT_UID);
  const find = (idOrSlug: string) => pluginService(strapi, 'projects').find(idOrSlug);

  return {
    async create({ name, slug = slugOf(name), tier = null, rules }) {
      refuseUnknownTier(strapi, tier);
      await tryRules(rules);
      if (await rows().findOne({ where: { slug } })) throw slugTaken(slug);
      const row = await rows().create({
        data: {
          slug,
          name,
          tier,
          rules,
          root: rules.root?.documentId ?? null,
          builtIn: false,
          automatic: false,
        },
      });
      await note('project.create', row);
      return toDetails(row);
    },

    async change(idOrSlug, { name, tier, rules }) {
      const row = await find(idOrSlug);
      if (rules && row.builtIn) throw builtIn('changed');
      if (rules && row.automatic) throw madeBySetting(row);
      if (tier !== undefined) refuseUnknownTier(strapi, tier);
      if (rules) await tryRules(rules);
      const data = {
        ...(name === undefined ? {} : { name }),
        ...(tier === undefined ? {} : { tier }),
        ...(rules === undefined ? {} : { rules, root: rules.root?.documentId ?? null }),
      };
      await rows().update({ where: { documentId: row.documentId }, data });
      await note('project.change', { ...row, ...data });
      return toDetails({ ...row, ...data });
    },

    async remove(idOrSlug, { leaveBackups }) {
      const row = await find(idOrSlug);
      if (row.builtIn) throw builtIn('removed');
      const underWay = { project: row.slug, state: { $in: ['queued', 'running', 'interrupted'] } };
      if ((await ownRows(strapi, JOB_UID).count({ where: underWay })) > 0) throw busy(row);
      const { backups, versions } = await countSnapshots(strapi, row.slug);
      if (backups + versions > 0 && !leaveBackups) throw notEmpty(row, backups, versions);
      await strapi.db.transaction(async () => {
        await goesAlong(strapi, row.slug);
        await rows().delete({ where: { documentId: row.documentId } });
      });
      await note('project.delete', row, { backups, versions });
      return { documentId: row.documentId };
    },

    async preview(rules) {
      return tryRules(rules);
    },

    async counts(idOrSlug) {
      const { slug } = await find(idOrSlug);
      return countProject(strapi.db.connection, await projectPlan(strapi, slug));
    },
  };

  /** Rules that a database refuses, as text where it wants a number, are known only by asking it. */
  async function tryRules(rules: ProjectRules): Promise<ProjectCounts> {
    await checkRules(strapi, rules);
    try {
      return await countProject(
        strapi.db.connection,
        await scopePlan(strapi, compileReadPlan(strapi), rules),
      );
    } catch (caught) {
      const error = asKeepsakeError(caught);
      if (error.code !== 'unexpected') throw error;
      strapi.log.debug(`keepsake: rules of a project are refused: ${error.message}`);
      throw rulesInvalid('filters', 'A value in them is not what its field takes.');
    }
  }

  function note(action: ActivityAction, { slug, documentId, name }: ProjectRow, details = {}): Promise<void> {
    const object = { type: 'project', id: documentId, name };
    return pluginService(strapi, 'activity').record({ action, project: slug, object, details });
  }
}

export function toDetails(row: ProjectRow): ProjectDetails {
  const { documentId, slug, name, builtIn, tier = null, rules = null, automatic } = row;
  return { documentId, slug, name, builtIn, tier, rules, automatic: automatic === true };
}

/** `Ökostrom & Co.` → `okostrom-co` */
function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'project'
  );
}

function refuseUnknownTier(strapi: Core.Strapi, tier: string | null): void {
  const { tiers, getBackupRetentionCount } = keepsakeConfig(strapi).retention;
  if (tier === null || tier in tiers || getBackupRetentionCount) return;
  throw new KeepsakeError('tier_unknown', `There is no tier "${tier}".`, {
    hint: `The setting retention.tiers has: ${Object.keys(tiers).join(', ')}.`,
    item: tier,
  });
}

function slugTaken(slug: string): KeepsakeError {
  return new KeepsakeError('project_slug_taken', `There is a project "${slug}" already.`, {
    hint: 'Choose another slug: it names the project in addresses, and its backups go by it.',
    item: slug,
  });
}

function builtIn(what: string): KeepsakeError {
  return new KeepsakeError('project_built_in', `The project "${SITE}" is everything and cannot be ${what}.`, {
    hint: 'Make a project of your own with the rules that you want.',
    item: SITE,
  });
}

function madeBySetting({ slug }: ProjectRow): KeepsakeError {
  return new KeepsakeError(
    'project_automatic',
    `The rules of the project "${slug}" follow the setting "projects" and cannot be changed here.`,
    { hint: 'Change the setting, or make a project of your own.', item: slug },
  );
}

function busy({ slug }: ProjectRow): KeepsakeError {
  return new KeepsakeError('project_busy', `A job of the project "${slug}" is under way.`, {
    hint: 'Wait for its end, or cancel it.',
    item: slug,
  });
}

function notEmpty({ slug }: ProjectRow, backups: number, versions: number): KeepsakeError {
  return new KeepsakeError(
    'project_not_empty',
    `The project "${slug}" has ${backups} backups and ${versions} versions.`,
    {
      hint: 'Delete them first, or say leaveBackups: they stay in the storage and can be restored by their id.',
      item: slug,
    },
  );
}
