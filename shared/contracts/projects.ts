/** Slug of the built-in project, which is everything. */
export const SITE = 'site';

export type MemberKind = 'admin' | 'user' | 'token';
export type MemberRole = 'owner' | 'member';

export interface Member {
  kind: MemberKind;
  /** documentId of the admin or the end user; id of the API token. */
  holder: string;
  role: MemberRole;
}

/** What a project is made of; docs/projects.md. A project without rules is everything. */
export interface ProjectRules {
  /** Content types, whole or by filter; `all`: every one that there is and will be. */
  types: 'all' | TypeRule[];
  /** Of localized content only entries in these; absent: in all. */
  locales?: string[];
  /** The whole media library, the files that its entries show, or none. */
  media: 'all' | 'referenced' | 'none';
  /** All end users. */
  users: boolean;
  /** Roles and permissions of end users, settings, webhooks and the list of locales, which are of the whole site. */
  settings: boolean;
  /** One entry and what is its own; the content types of `types` come besides. */
  root?: ProjectRoot;
}

export interface TypeRule {
  uid: string;
  /** As Strapi's content API takes `filters`. Draft, published version and each locale are matched row by row. */
  filters?: Record<string, unknown>;
  /** Instead of those of the project. */
  locales?: string[];
}

export interface ProjectRoot {
  uid: string;
  documentId: string;
  follow: Follow;
}

/**
 * What belongs to the root: content types with the way that leads from their entries to it, or as a number how many
 * steps of ownership are followed by themselves.
 */
export type Follow = number | FollowRule[];

export interface FollowRule {
  uid: string;
  /** Relations from an entry of `uid` to the root: `site`, or `page.site`. */
  path: string;
}

/** Bytes of the JSON of a project's rules at most. */
export const RULES_BYTES = 20_000;
export const MOST_TYPE_RULES = 200;
export const MOST_STEPS = 5;

export interface Project {
  documentId: string;
  /** Names the project in addresses and files. */
  slug: string;
  name: string;
  /** `site`: it cannot be removed. */
  builtIn: boolean;
}

export interface ProjectDetails extends Project {
  /** Class of retention; null for that of the settings. */
  tier: string | null;
  /** Null: everything. */
  rules: ProjectRules | null;
  /** Came with its root, by the setting `projects`, and is changed there. */
  automatic: boolean;
}

/** How much a project holds just now. */
export interface ProjectCounts {
  /** Documents; files of the media library are not among them. */
  entries: number;
  /** Files of the media library. */
  files: number;
  types: { uid: string; displayName: string; documents: number; records: number }[];
}

/** `GET /api/keepsake/projects`, by name */
export interface ListProjects {
  request: { page?: number; pageSize?: number };
  response: {
    data: Project[];
    meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
  };
}

/** `GET /keepsake/projects` in the admin panel: those that one may see, by name. */
export interface ListOwnProjects {
  /** `search`: in the name or slug. */
  request: { page?: number; pageSize?: number; search?: string };
  response: {
    data: (ProjectDetails & { members: number })[];
    meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
  };
}

/** `GET /keepsake/projects/:id` */
export interface GetProject {
  response: { data: ProjectDetails };
}

/** `POST /keepsake/projects` */
export interface CreateProject {
  request: { data: { name: string; slug?: string; tier?: string | null; rules: ProjectRules } };
  response: { data: ProjectDetails };
}

/** `PUT /keepsake/projects/:id`: what is named changes. The slug stays: backups go by it. */
export interface ChangeProject {
  request: { data: { name?: string; tier?: string | null; rules?: ProjectRules } };
  response: { data: ProjectDetails };
}

/** `DELETE /keepsake/projects/:id`: one with backups or versions only if told to leave them behind. */
export interface DeleteProject {
  request: { leaveBackups?: boolean };
  response: { data: { documentId: string } };
}

/** `POST /keepsake/projects/preview`: what rules match that are not saved yet. */
export interface PreviewProject {
  request: { data: { rules: ProjectRules } };
  response: { data: ProjectCounts };
}

/** `GET /keepsake/projects/:id/counts` */
export interface CountProject {
  response: { data: ProjectCounts };
}

export interface NamedMember extends Member {
  /** Null for one who is gone. */
  name: string | null;
}

/** Somebody, or a token, who may be made a member. */
export interface Person {
  kind: MemberKind;
  holder: string;
  name: string;
  email: string | null;
}

/** `GET /keepsake/people?kind=admin&search=ada`: the first twenty. */
export interface FindPeople {
  request: { kind: MemberKind; search?: string };
  response: { data: Person[] };
}

/** `GET /keepsake/projects/:id/members` */
export interface ListMembers {
  response: { data: NamedMember[] };
}

/** `PUT /keepsake/projects/:id/members`: all of them, as they are to be. */
export interface SetMembers {
  request: { data: { members: Member[] } };
  response: { data: NamedMember[] };
}
