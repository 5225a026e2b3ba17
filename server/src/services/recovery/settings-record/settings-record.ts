import type { Core } from '@strapi/strapi';

import type { Manifest } from '../../../core/repository/repository';
import { memberPart } from './member-part';
import { collectPins } from './pins';
import { projectPart } from './project-part';
import { schedulePart } from './schedule-part';
import type { SettingsPart } from './settings-part';
import { templatePart } from './template-part';

/** How many rows of each part were made. */
export interface RestoredSettings {
  projects: number;
  members: number;
  /** Members that wait until somebody of their name is there. */
  waiting: string[];
  schedules: number;
  templates: number;
}

export interface SettingsRecord {
  /** What the manifest of a project's snapshot keeps besides its content. */
  collect(project: string): Promise<Record<string, unknown>>;
  /**
   * Makes rows again of what manifests keep: the newest of each project has its say.
   *
   * @param manifests Oldest first
   */
  restore(manifests: Manifest[]): Promise<RestoredSettings>;
}

export function settingsRecord(strapi: Core.Strapi): SettingsRecord {
  const parts = {
    projects: projectPart(strapi),
    members: memberPart(strapi),
    schedules: schedulePart(strapi),
    templates: templatePart(strapi),
  };
  return {
    async collect(project) {
      const settings: Record<string, unknown> = {};
      for (const { name, collect } of Object.values(parts)) settings[name] = await collect(project);
      settings.pins = await collectPins(strapi, project);
      return settings;
    },

    async restore(manifests) {
      const last = new Map(manifests.map((manifest) => [manifest.project, manifest]));
      // A project may be in that of the whole site as well: what was said last is asked first.
      const newest = manifests.filter((manifest) => last.get(manifest.project) === manifest).reverse();
      const itemsOf = ({ name }: SettingsPart) =>
        newest.flatMap(({ settings }) => {
          const items = settings[name];
          return Array.isArray(items) ? (items as unknown[]) : [];
        });
      return {
        projects: await parts.projects.restore(itemsOf(parts.projects)),
        members: await parts.members.restore(itemsOf(parts.members)),
        waiting: await parts.members.waiting(),
        schedules: await parts.schedules.restore(itemsOf(parts.schedules)),
        templates: await parts.templates.restore(itemsOf(parts.templates)),
      };
    },
  };
}
