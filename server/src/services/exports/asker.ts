/** Who asks for an export, and so what of the content it may hold. */
export interface Asker {
  /** Id of the admin; null for a command line. */
  id: string | null;
  /** Display name. */
  name: string | null;
  /** Sees the exports of everybody. */
  isSuperAdmin: boolean;
  /** May see private fields, as in a download of a backup. */
  seesPrivate: boolean;
  /** May change what others saved: templates, share links. */
  managesOthers: boolean;
  /** May see what was done and what changed: activity and versions. */
  sees: { activity: boolean; versions: boolean };
  /** What an admin may read; null stands for everything: a command line of the server itself. */
  ability: Ability | null;
}

/** As far as an export has to know CASL. */
export interface Ability {
  rulesFor(action: string, subject: string): Rule[];
}

export interface Rule {
  fields?: string[];
  conditions?: object;
  inverted?: boolean;
}

export const COMMAND_LINE: Asker = {
  id: null,
  name: null,
  isSuperAdmin: true,
  seesPrivate: true,
  managesOthers: true,
  sees: { activity: true, versions: true },
  ability: null,
};

/** Code of the role that sees the exports of everybody. */
export const SUPER_ADMIN = 'strapi-super-admin';
