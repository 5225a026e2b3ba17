/** What people, programs and schedules do with backups; a new one also needs its texts in the translations. */
export const ACTIVITY_ACTIONS = [
  'backup.create',
  'backup.delete',
  'backup.download',
  'backup.verify',
  'backup.restore',
  'backup.drill',
  'backup.change',
  'file.import',
  'export.create',
  'export.delete',
  'export.download',
  'export.change',
  'share.create',
  'share.revoke',
  'share.download',
  'template.create',
  'template.change',
  'template.delete',
  'diff.download',
  'version.create',
  'version.change',
  'version.delete',
  'schedule.create',
  'schedule.change',
  'schedule.delete',
  'schedule.run',
  'project.create',
  'project.change',
  'project.delete',
  'keys.rotate',
  'kit.download',
  'storage.adopt',
  'storage.fork',
  'storage.recover',
  'storage.compact',
  'retention.apply',
  'ticket.create',
  'settings.change',
  'activity.download',
  'activity.prune',
  'job.run',
] as const;

export type ActivityAction = (typeof ACTIVITY_ACTIONS)[number];

export const ACTIVITY_OUTCOMES = [
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'interrupted',
  'refused',
] as const;

export type ActivityOutcome = (typeof ACTIVITY_OUTCOMES)[number];

export const ACTOR_KINDS = ['admin', 'user', 'token', 'link', 'cli', 'schedule', 'system'] as const;

export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Actor {
  kind: ActorKind;
  /** Of the admin, end user or API token. */
  id: string | null;
  /** For people: display name, name of the token, account of the command line. */
  name: string | null;
  /** Where the request came from; null where there was none, and for who may not see addresses. */
  ip: string | null;
}

/** Few and short; never a secret. */
export type ActivityDetails = Record<string, string | number | boolean | null | string[]>;

export interface Activity {
  documentId: string;
  at: string;
  action: ActivityAction;
  outcome: ActivityOutcome;
  actor: Actor;
  /** Slug of the project; null where it concerns none. */
  project: string | null;
  /** What it was done to. */
  object: { type: string; id: string | null; name: string | null } | null;
  details: ActivityDetails;
}

export interface ActivityFilter {
  action?: ActivityAction;
  outcome?: ActivityOutcome;
  /** Part of the name of who did it. */
  actor?: string;
  actorKind?: ActorKind;
  project?: string;
  /** ISO-8601; `from` is among them, `to` is not. */
  from?: string;
  to?: string;
}

/** `GET /keepsake/activity`, newest first */
export interface ListActivity {
  request: ActivityFilter & { page?: number; pageSize?: number };
  response: {
    data: Activity[];
    meta: {
      pagination: { page: number; pageSize: number; pageCount: number; total: number };
      /** Whether addresses, and what others export and share, are among it. */
      showsAll: boolean;
    };
  };
}
