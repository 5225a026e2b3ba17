export type MemberKind = 'admin' | 'user' | 'token';
export type MemberRole = 'owner' | 'member';

export interface Member {
  kind: MemberKind;
  /** documentId of the admin or the end user; id of the API token. */
  holder: string;
  role: MemberRole;
}

export interface Project {
  documentId: string;
  /** Names the project in addresses and files. */
  slug: string;
  name: string;
  /** `site`: it cannot be removed. */
  builtIn: boolean;
}

/** `GET /keepsake/projects`, by name */
export interface ListProjects {
  request: { page?: number; pageSize?: number };
  response: {
    data: Project[];
    meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
  };
}

/** `GET /keepsake/projects/:id/members` */
export interface ListMembers {
  response: { data: Member[] };
}

/** `PUT /keepsake/projects/:id/members`: all of them, as they are to be. */
export interface SetMembers {
  request: { data: { members: Member[] } };
  response: { data: Member[] };
}
