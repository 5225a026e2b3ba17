import { findEntries } from '../../core/diff/find-entries';
import type { LabelOf } from '../../core/diff/diff-links';
import { treeOf } from '../../core/diff/type-changes';
import type { Manifest, Repository } from '../../core/repository/repository';
import { readLiveRecords } from '../../core/restore/live-records';
import type { TypePlan } from '../../core/snapshot/read-plan';
import { keyString, parseKeyString } from '../../core/snapshot/record';
import type { Body, Link } from '../../core/snapshot/record';
import type { OpenedDiff } from './opened-diff';

/** What people call the targets of the links in `bodies`: as the later side has it, else the earlier one. */
export async function targetLabels(
  { repository, manifest, target: after, laterRepository }: OpenedDiff,
  bodies: (Body | null)[],
  mayList: (uid: string, locale: string | null) => boolean,
): Promise<LabelOf> {
  const labels = new Map<string, string>();
  for (const [uid, all] of keysByType(bodies)) {
    const keys = new Set([...all].filter((key) => mayList(uid, parseKeyString(key).locale)));
    if (keys.size === 0) continue;
    const note = (found: Iterable<{ key: string; label: string }>) => {
      for (const { key, label } of found) labels.set(`${uid} ${key}`, label);
    };
    const noteStored = async (from: Repository, snapshot: Manifest) => {
      const tree = treeOf(snapshot, uid);
      if (tree) note((await findEntries(from, tree, keys)).values());
    };
    await noteStored(repository, manifest);
    if ('manifest' in after) await noteStored(laterRepository, after.manifest);
    if ('live' in after) {
      const type = after.live.plan.types.find((one) => one.uid === uid);
      if (type) note(await liveLabels(after.live, type, keys));
    }
  }
  return ({ uid, documentId, locale, status }) =>
    labels.get(`${uid} ${keyString({ documentId, locale, status })}`) || null;
}

async function liveLabels(
  live: Parameters<typeof readLiveRecords>[0],
  type: TypePlan,
  keys: Set<string>,
): Promise<{ key: string; label: string }[]> {
  const found: { key: string; label: string }[] = [];
  const documentIds = [...keys].map((key) => key.slice(0, key.indexOf('\t')));
  for await (const { key, label } of readLiveRecords(live, type, documentIds)) found.push({ key, label });
  return found;
}

function keysByType(bodies: (Body | null)[]): Map<string, Set<string>> {
  const types = new Map<string, Set<string>>();
  for (const { t, d, l, s } of bodies.flatMap(linksIn)) {
    const keys = types.get(t) ?? new Set<string>();
    types.set(t, keys);
    keys.add(keyString({ documentId: d, locale: l ?? null, status: s ?? null }));
  }
  return types;
}

/** Whatever has the form of a link; a JSON field that looks like one costs a look and names nothing. */
function linksIn(value: unknown): Link[] {
  if (Array.isArray(value)) return (value as unknown[]).flatMap(linksIn);
  if (typeof value !== 'object' || value === null) return [];
  const { t, d } = value as Partial<Link>;
  if (typeof t === 'string' && typeof d === 'string') return [value as Link];
  return Object.values(value).flatMap(linksIn);
}
