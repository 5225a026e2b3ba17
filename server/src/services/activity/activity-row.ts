import type {
  Activity,
  ActivityAction,
  ActivityDetails,
  ActivityOutcome,
  ActorKind,
} from '../../../../shared/contracts/activity';

export interface ActivityRow {
  documentId: string;
  at: string;
  action: ActivityAction;
  outcome: ActivityOutcome;
  actorKind: ActorKind;
  actorId: string | null;
  actorName: string | null;
  ip: string | null;
  project: string | null;
  objectType: string | null;
  objectId: string | null;
  objectName: string | null;
  details: ActivityDetails | null;
}

export function toActivity(row: ActivityRow, showsAddress: boolean): Activity {
  const { objectType, objectId, objectName } = row;
  return {
    documentId: row.documentId,
    at: row.at,
    action: row.action,
    outcome: row.outcome,
    actor: {
      kind: row.actorKind,
      id: row.actorId,
      name: row.actorName,
      ip: showsAddress ? row.ip : null,
    },
    project: row.project,
    object: objectType ? { type: objectType, id: objectId, name: objectName } : null,
    details: row.details ?? {},
  };
}
