import type { Core } from '@strapi/strapi';

import type { Manifest } from '../../../core/repository/repository';
import { projectPart } from './project-part';
import { schedulePart } from './schedule-part';
import type { SettingsPart } from './settings-part';
import { templatePart } from './template-part';

export interface SettingsRecord {
  /** What the manifest of a project's snapshot keeps besides its content. */
  collect(project: string): Promise<Record<string, unknown>>;
  /**
   * Makes rows again of what manifests keep: the newest of each project has its say.
   *
   * @param manifests Oldest first
   * @returns how many rows of each part were made
   */
  restore(manifests: Manifest[]): Promise<Record<'projects' | 'schedules' | 'templates', number>>;
}

export function settingsRecord(strapi: Core.Strapi): SettingsRecord {
  const parts = {
    projects: projectPart(strapi),
    schedules: schedulePart(strapi),
    templates: templatePart(strapi),
  };
  return {
    async collect(project) {
      const settings: Record<string, unknown> = {};
      for (const { name, collect } of Object.values(parts)) settings[name] = await collect(project);
      return settings;
    },

    async restore(manifests) {
      const newest = new Map(manifests.map((manifest) => [manifest.project, manifest]));
      const itemsOf = ({ name }: SettingsPart) =>
        [...newest.values()].flatMap(({ settings }) => {
          const items = settings[name];
          return Array.isArray(items) ? (items as unknown[]) : [];
        });
      return {
        projects: await parts.projects.restore(itemsOf(parts.projects)),
        schedules: await parts.schedules.restore(itemsOf(parts.schedules)),
        templates: await parts.templates.restore(itemsOf(parts.templates)),
      };
    },
  };
}
