import { asKeepsakeError } from '../errors';
import { isUnreadable } from '../repository/damage';
import type { Manifest, SnapshotReader, TreeEntry } from '../repository/repository';
import { readAhead } from '../snapshot/read-ahead';
import type { DrillFindings } from './drill-findings';

/** Files read at once: behind a storage elsewhere each is a request, and for the most part a wait. */
const AT_ONCE = 4;

/** Reads every file of a snapshot again, to the last byte, and holds its content against the digest of the original. */
export async function compareFiles(
  repository: SnapshotReader,
  manifest: Manifest,
  findings: DrillFindings,
  watched: { signal: AbortSignal; onFile: (done: number, total: number, bytes: number) => void },
): Promise<void> {
  const entries: TreeEntry[] = [];
  for await (const entry of repository.readTree(manifest.media)) entries.push(entry);
  const documents = new Set<string>();
  /** The same content is stored once, and read once. */
  const contents = new Map<string, Promise<Found>>();
  const read = (entry: TreeEntry) => {
    const known = contents.get(entry.hash) ?? readContent(repository, entry);
    contents.set(entry.hash, known);
    return known;
  };
  let done = 0;
  for (const { item: entry, ready } of readAhead(entries, AT_ONCE, read)) {
    watched.signal.throwIfAborted();
    const found = await ready;
    documents.add(entry.key.slice(0, entry.key.lastIndexOf('/')));
    findings.bytes += entry.file?.bytes ?? 0;
    done += 1;
    watched.onFile(done, entries.length, findings.bytes);
    if (found === GOOD) continue;
    if (found.object) findings.damagedObjects.add(found.object);
    const message = `The file “${entry.label}” did not come back as it was: ${found.message}`;
    findings.differs({ code: found.code, message, item: found.object ?? entry.key });
  }
  findings.files = documents.size;
}

const GOOD = null;
type Found = typeof GOOD | { code: string; message: string; object: string | null };

async function readContent(repository: SnapshotReader, { hash, file }: TreeEntry): Promise<Found> {
  const hasher = repository.hasher('file');
  let bytes = 0;
  try {
    for (const block of file?.blocks ?? []) {
      const plain = await repository.readBlock(block, 'chunk');
      hasher.update(plain);
      bytes += plain.length;
    }
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const { code, message, item } = asKeepsakeError(error);
    return { code, message, object: item };
  }
  if (bytes === file?.bytes && hasher.digest() === hash) return GOOD;
  return { code: 'file_differs', message: 'its bytes are not those of the original.', object: null };
}
