import type { Problem } from '../../../../shared/contracts/errors';
import type { RestoreSelection } from '../../../../shared/contracts/restores';
import { FILE_UID, mediaOfRecord } from '../media/media-of-record';
import type { DescribedMedia } from '../media/media-of-record';
import { mediaKey, storedName } from '../media/media-store';
import type { MediaFile } from '../media/media-store';
import type { Manifest, SnapshotReader, TreeEntry } from '../repository/repository';
import { readAhead } from '../snapshot/read-ahead';
import { Reader } from '../snapshot/reader';
import type { Aside, Body } from '../snapshot/record';
import { parseKeyString } from '../snapshot/record';
import type { LiveSite } from './plan-restore';
import type { FileAction, TypeActions } from './restore-plan';
import { readRecords } from './snapshot-records';

/** Live files looked at at once: behind a provider each costs a request, and for the most part a wait. */
const LOOKS_AT_ONCE = 8;

/**
 * What a restore does to files. Rows alone prove nothing about bytes, so every file in question is looked at live:
 * is it there, has it the size, has it the content.
 */
export async function planFiles(
  repository: SnapshotReader,
  manifest: Manifest,
  live: LiveSite,
  selection: RestoreSelection,
  types: TypeActions[],
): Promise<{ actions: FileAction[]; problems: Problem[] }> {
  const actions: FileAction[] = [];
  const problems: Problem[] = [];
  const media = types.find(({ uid }) => uid === FILE_UID);
  if (!media) return { actions, problems };
  const contents = await mediaContents(repository, manifest);
  const wanted = new Set<string>();
  // The bytes of unchanged entries may be gone all the same. Chosen fields are not bytes: those are left alone.
  const existing = selection.fields?.length
    ? []
    : [...media.update.map(({ entry }) => entry), ...media.unchanged];
  const entries = [...media.create.map(({ entry }) => entry), ...existing];
  const looks: (DescribedMedia & { content: TreeEntry | undefined })[] = [];
  for await (const { record } of readRecords(repository, entries)) {
    for (const described of mediaOfRecord(record.key.documentId, record.body, record.aside)) {
      wanted.add(storedName(described.file));
      looks.push({ ...described, content: contents.get(mediaKey(described.file)) });
    }
  }
  const lost = looks.filter(({ content }) => !content);
  const held = live.held && lost.length > 0 ? await live.held(lost) : null;
  for (const one of lost) one.content = held?.get(mediaKey(one.file));
  const look = async ({ file, content }: (typeof looks)[number]): Promise<FileAction | Problem | null> =>
    content ? fileAction(repository, live, selection, file, content) : lostContent(manifest, live, file);
  for (const { ready } of readAhead(looks, LOOKS_AT_ONCE, look)) {
    const found = await ready;
    if (found === null) continue;
    if ('state' in found) actions.push(found);
    else problems.push(found);
  }
  for (const file of selection.fields?.length ? [] : await leftovers(live, media)) {
    if (!wanted.has(storedName(file))) actions.push({ state: 'extra', file });
  }
  return { actions, problems };
}

async function mediaContents(
  repository: SnapshotReader,
  manifest: Manifest,
): Promise<Map<string, TreeEntry>> {
  const contents = new Map<string, TreeEntry>();
  for await (const entry of repository.readTree(manifest.media)) contents.set(entry.key, entry);
  return contents;
}

async function fileAction(
  repository: SnapshotReader,
  live: LiveSite,
  selection: RestoreSelection,
  file: MediaFile,
  entry: TreeEntry,
): Promise<FileAction | null> {
  const content = entry.file!;
  const size = await live.media.size(file);
  if (size === null) return { state: 'missing', file, content };
  if (selection.mode === 'skip') return null;
  if (size === content.bytes && (await liveHash(repository, live, file)) === entry.hash) return null;
  return { state: 'different', file, content };
}

async function liveHash(repository: SnapshotReader, live: LiveSite, file: MediaFile): Promise<string> {
  const hasher = repository.hasher('file');
  for await (const chunk of await live.media.read(file)) hasher.update(chunk as Buffer);
  return hasher.digest();
}

async function lostContent({ kind }: Manifest, live: LiveSite, file: MediaFile): Promise<Problem | null> {
  if ((await live.media.size(file)) !== null) return null;
  if (kind === 'version') return notHeld(file);
  return {
    code: 'media_not_in_backup',
    message: `The file of "${file.name}" was missing already when the backup was made and cannot be restored.`,
    item: storedName(file),
  };
}

function notHeld(file: MediaFile): Problem {
  return {
    code: 'media_not_held',
    message: `The file of "${file.name}" is gone, and no backup holds it as it was when the version was made.`,
    item: storedName(file),
  };
}

/** Files of live library entries that the restore deletes, or whose file it replaces by one of another name. */
async function leftovers(live: LiveSite, media: TypeActions): Promise<MediaFile[]> {
  const documentIds = [
    ...media.delete.map(({ key }) => parseKeyString(key).documentId),
    ...media.update.map(({ entry }) => parseKeyString(entry.key).documentId),
  ];
  const files: MediaFile[] = [];
  for (let start = 0; start < documentIds.length; start += 500) {
    const filter = { documentIds: documentIds.slice(start, start + 500) };
    for await (const batch of new Reader(live.db, live.plan).read(media.type, filter)) {
      for (const record of batch) {
        const body = JSON.parse(record.bodyJson) as Body;
        const aside = JSON.parse(record.asideJson) as Aside;
        files.push(...mediaOfRecord(record.key.documentId, body, aside).map(({ file }) => file));
      }
    }
  }
  return files;
}
