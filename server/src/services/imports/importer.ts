/** Who imports a file, and so what of it may be written. */
export interface Importer {
  /** Display name, null for a command line. */
  name: string | null;
  /** The only ones who may write users, roles and permissions. */
  isSuperAdmin: boolean;
  /** What an admin may do with content; null stands for everything: a command line of the server itself. */
  ability: unknown;
}

export const COMMAND_LINE: Importer = { name: null, isSuperAdmin: true, ability: null };
