import type { RestoreAction, RestorePlan, RestorePlanItem } from '../../../../shared/contracts/restores';
import { storedName } from '../../core/media/media-store';
import type { RestoreActions, TypeActions } from '../../core/restore/restore-plan';
import { parseKeyString } from '../../core/snapshot/record';

/** A page shows this many; a plan may hold a hundred thousand. */
const MOST_ITEMS = 500;

/** What a person sees of a plan before saying yes. */
export function describePlan(backupId: string, actions: RestoreActions): RestorePlan {
  const types = actions.types.map(({ uid, type, create, update, share, delete: doomed, unchanged }) => ({
    uid,
    displayName: type.displayName,
    create: create.length,
    update: update.length + share.length,
    delete: doomed.length,
    unchanged: unchanged.length,
  }));
  const sum = (pick: (type: (typeof types)[number]) => number) =>
    types.reduce((total, type) => total + pick(type), 0);
  const items = [...actions.types.flatMap(typeItems), ...linkItems(actions)];
  return {
    backupId,
    mode: actions.selection.mode,
    ...(actions.added.length > 0 ? { added: actions.added } : {}),
    fingerprint: actions.fingerprint,
    counts: {
      create: sum((type) => type.create),
      update: sum((type) => type.update),
      delete: sum((type) => type.delete),
      unchanged: sum((type) => type.unchanged),
      links: actions.attach.reduce((total, { links }) => total + links.length, 0),
      files: actions.files.length,
    },
    types: types.filter((type) => type.create + type.update + type.delete + type.unchanged > 0),
    items: items.slice(0, MOST_ITEMS),
    files: actions.files.slice(0, MOST_ITEMS).map(({ file, state }) => ({ name: storedName(file), state })),
    truncated: items.length > MOST_ITEMS || actions.files.length > MOST_ITEMS,
    problems: actions.problems,
    blockers: actions.blockers,
  };
}

function itemOf(action: RestoreAction, uid: string, key: string, label: string): RestorePlanItem {
  const { documentId, locale, status } = parseKeyString(key);
  return { action, uid, documentId, locale, status, label };
}

/** One for each entry, however many of its fields get links back. */
function linkItems({ attach }: RestoreActions): RestorePlanItem[] {
  const entries = new Map(attach.map((one) => [`${one.uid} ${one.key}`, one]));
  return [...entries.values()].map(({ uid, key, label }) => itemOf('link', uid, key, label));
}

function typeItems({ uid, create, update, share, delete: doomed }: TypeActions): RestorePlanItem[] {
  const item = (action: RestoreAction, key: string, label: string) => itemOf(action, uid, key, label);
  return [
    ...create.slice(0, MOST_ITEMS + 1).map(({ entry }) => item('create', entry.key, entry.label)),
    ...update.slice(0, MOST_ITEMS + 1).map(({ entry }) => item('update', entry.key, entry.label)),
    ...share.slice(0, MOST_ITEMS + 1).map(({ key, label }) => item('update', key, label)),
    ...doomed.slice(0, MOST_ITEMS + 1).map(({ key, label }) => item('delete', key, label)),
  ];
}
