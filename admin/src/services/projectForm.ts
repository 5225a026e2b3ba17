import type { ProjectDetails, ProjectRules } from '../../../shared/contracts/projects';

/** The editor's fields; a filter is the text of its JSON, as it is typed. */
export interface ProjectForm {
  name: string;
  tier: string;
  isAll: boolean;
  /** Of the chosen content types, by uid; empty for none. */
  filters: Record<string, string>;
  /** Codes with commas between; empty for all. */
  locales: string;
  media: ProjectRules['media'];
  users: boolean;
  settings: boolean;
  /** What the editor does not show, and keeps. */
  kept: Partial<ProjectRules>;
}

export function formOf(project: ProjectDetails | null): ProjectForm {
  const { name = '', tier = null, rules = null } = project ?? {};
  const { types = 'all', locales = [], media = 'referenced', users = false, settings = false } = rules ?? {};
  const chosen = types === 'all' ? [] : types;
  return {
    name,
    tier: tier ?? '',
    isAll: types === 'all',
    filters: Object.fromEntries(
      chosen.map(({ uid, filters }) => [uid, filters ? JSON.stringify(filters, null, 2) : '']),
    ),
    locales: locales.join(', '),
    media,
    users,
    settings,
    kept: rules ?? {},
  };
}

/** The uids whose filter is no JSON object. */
export function wrongFilters({ isAll, filters }: ProjectForm): string[] {
  if (isAll) return [];
  return Object.entries(filters).flatMap(([uid, text]) => (readFilter(text) === null ? [uid] : []));
}

/** To be asked for only where no filter is wrong. */
export function rulesOf(form: ProjectForm): ProjectRules {
  const { isAll, filters, media, users, settings, kept } = form;
  const locales = form.locales.split(',').flatMap((code) => code.trim() || []);
  const before = kept.types === 'all' ? [] : (kept.types ?? []);
  const { locales: _locales, ...rest } = kept;
  return {
    ...rest,
    types: isAll
      ? 'all'
      : Object.entries(filters).map(([uid, text]) => {
          const { filters: _filters, ...same } = before.find((rule) => rule.uid === uid) ?? { uid };
          const read = readFilter(text);
          return { ...same, ...(read ? { filters: read } : {}) };
        }),
    ...(locales.length > 0 ? { locales } : {}),
    media,
    users,
    settings,
  };
}

/** Undefined for no filter, null for what is none. */
function readFilter(text: string): Record<string, unknown> | undefined | null {
  if (text.trim() === '') return undefined;
  try {
    const read: unknown = JSON.parse(text);
    const isObject = typeof read === 'object' && read !== null && !Array.isArray(read);
    return isObject ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
