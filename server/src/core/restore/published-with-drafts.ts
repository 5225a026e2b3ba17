import type { Problem } from '../../../../shared/contracts/errors';
import type { ManifestType, SnapshotReader, TreeEntry } from '../repository/repository';
import { keyString, parseKeyString } from '../snapshot/record';
import type { LiveEntry } from './live-entries';
import type { TypeActions } from './restore-plan';

/**
 * Strapi's own pages cannot open a published row without a draft, and lose it at the next edit (strapi#22590). A
 * restore of one status only therefore
 * - brings the draft too, where a published row is written and no draft is there;
 * - leaves the published row out where the snapshot has no draft of it either;
 * - keeps a draft that mode `mirror` would remove from under a published row.
 */
export async function keepPublishedWithDrafts(
  repository: SnapshotReader,
  stored: ManifestType,
  actions: TypeActions,
  liveEntries: LiveEntry[],
): Promise<Problem[]> {
  const live = new Set(liveEntries.map(({ key }) => key));
  return [...keepDrafts(actions, live), ...(await bringDrafts(repository, stored, actions, live))];
}

function keepDrafts(actions: TypeActions, live: Set<string>): Problem[] {
  const doomed = new Set(actions.delete.map(({ key }) => key));
  const published = (key: string) => {
    const other = withStatus(key, 'published');
    return parseKeyString(key).status === 'draft' && live.has(other) && !doomed.has(other);
  };
  const kept = actions.delete.filter(({ key }) => published(key));
  actions.delete = actions.delete.filter(({ key }) => !published(key));
  return kept.map(({ key }) => ({
    code: 'draft_kept',
    message:
      `The draft of ${actions.uid} ${parseKeyString(key).documentId} is not in the backup, but stays: its published ` +
      'version is outside the selection and must not be left without a draft.',
    item: `${actions.uid} ${key.replaceAll('\t', ' ').trim()}`,
  }));
}

async function bringDrafts(
  repository: SnapshotReader,
  stored: ManifestType,
  actions: TypeActions,
  live: Set<string>,
): Promise<Problem[]> {
  const written = [...actions.create, ...actions.update].map(({ entry }) => entry.key);
  const wanted = new Set(
    written
      .filter((key) => parseKeyString(key).status === 'published')
      .map((key) => withStatus(key, 'draft'))
      .filter((key) => !live.has(key)),
  );
  for (const { entry } of actions.create) wanted.delete(entry.key);
  if (wanted.size === 0) return [];
  const drafts: TreeEntry[] = [];
  for await (const entry of repository.readTree(stored.tree)) if (wanted.has(entry.key)) drafts.push(entry);
  actions.create.push(...drafts.map((entry) => ({ entry })));
  for (const { key } of drafts) wanted.delete(key);
  return leaveOutDraftless(actions, wanted);
}

/** New published rows whose draft is neither live nor in the snapshot. */
function leaveOutDraftless(actions: TypeActions, missing: Set<string>): Problem[] {
  const isDraftless = ({ entry: { key } }: { entry: TreeEntry }) =>
    parseKeyString(key).status === 'published' && missing.has(withStatus(key, 'draft'));
  const out = actions.create.filter(isDraftless);
  actions.create = actions.create.filter((one) => !isDraftless(one));
  return out.map(({ entry }) => ({
    code: 'draft_missing',
    message:
      `The published version of ${actions.uid} ${parseKeyString(entry.key).documentId} is left out: neither the site ` +
      'nor the backup has its draft, without which Strapi cannot open it. Restore drafts and published versions together.',
    item: `${actions.uid} ${entry.key.replaceAll('\t', ' ').trim()}`,
  }));
}

/** Of copies with one key, the first stands for all. */
function withStatus(key: string, status: 'draft' | 'published'): string {
  const { documentId, locale } = parseKeyString(key);
  return keyString({ documentId, locale, status });
}
