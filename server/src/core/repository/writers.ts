import { KeepsakeError } from '../errors';
import type { RootContent, Writer } from './root';

/**
 * Who writes here. Each database that writes has a random id of its own and a *line*: the objects that it may delete.
 *
 * ```
 *   not listed ──first write──▶ listed, its line is what it wrote itself
 *                                 │            │
 *                 it adopts the others     another one adopts
 *                                 ▼            ▼
 *       its line is theirs and its own     has an heir: reads, and neither writes nor deletes
 * ```
 *
 * So two sites on one storage never delete each other's objects, whichever was copied from which: one that was not
 * told to adopt is a *fork*. A write carries a token that only its database knows. A root that holds another token
 * under this database's own id was written by a copy of it, or by this database before it was set back in time.
 */
export interface Memory {
  /** The newest root that this database has seen. */
  generation: number;
  /** The highest numbers that it has used up. */
  packs: number;
  manifests: number;
  /** Tokens of its last writes, those that failed and the one under way included; null when it keeps none. */
  tokens: string[] | null;
}

/** So many tokens are kept: of two roots put at the same moment either may stay, and so may one from before. */
const TOKENS = 16;

/** The tokens to record before the next write; the one that the root has now is never dropped. */
export function withToken(memory: Memory, token: string): string[] {
  const tokens = memory.tokens ?? [];
  const [oldest] = tokens;
  const others = [...tokens.slice(1), token].slice(1 - TOKENS);
  return oldest === undefined ? [token] : [oldest, ...others];
}

export const NO_MEMORY: Memory = { generation: 0, packs: 0, manifests: 0, tokens: null };

/** What a root says of a writer; one that it does not list has written nothing. */
export function writerOf({ writers }: RootContent, id: string): Writer {
  return writers.find((writer) => writer.id === id) ?? { id, packs: 0, manifests: 0, token: '', heir: '' };
}

/** The content with this writer's entry as given. */
export function withWriter(content: RootContent, writer: Writer): RootContent {
  return { ...content, writers: [...content.writers.filter(({ id }) => id !== writer.id), writer] };
}

/** The writers whose objects `id` may delete. */
export function lineOf({ writers }: RootContent, id: string): Set<string> {
  return new Set([id, ...writers.filter(({ heir }) => heir === id).map((writer) => writer.id)]);
}

/** Those who write here besides `id` and have not been taken over. */
export function othersThan({ writers }: RootContent, id: string): Writer[] {
  return writers.filter((writer) => writer.id !== id && writer.heir === '');
}

/** Why the database `id` may not write on from this root; null when it may. */
export function strangerOf(
  content: RootContent,
  id: string,
  { tokens, ...memory }: Memory,
): KeepsakeError | null {
  const found = writerOf(content, id);
  if (found.heir !== '') return unknownWriter('Another database has taken over these backups.');
  if (tokens === null || found.token === '' || tokens.includes(found.token)) return null;
  // Two roots were put at the same moment, and the other one stayed: what is missing is put back, see salvage.ts.
  if (isBehind(found, memory)) return null;
  return unknownWriter(
    'The newest state of the storage was written under the id of this database, and this database knows nothing of it.',
  );
}

/** Whether the root lacks objects that this database has committed. */
export function isBehind(found: Writer, memory: Pick<Memory, 'packs' | 'manifests'>): boolean {
  return found.packs < memory.packs || found.manifests < memory.manifests;
}

/** What the database knows once it has seen this root. */
export function rememberRoot(memory: Memory, generation: number, found: Writer): Memory {
  return {
    generation: Math.max(memory.generation, generation),
    packs: Math.max(memory.packs, found.packs),
    manifests: Math.max(memory.manifests, found.manifests),
    tokens: memory.tokens && seenFirst(memory.tokens, found.token),
  };
}

function seenFirst(tokens: string[], seen: string): string[] {
  return seen === '' ? tokens : [seen, ...tokens.filter((token) => token !== seen)];
}

function unknownWriter(what: string): KeepsakeError {
  return new KeepsakeError('repository_unknown_writer', `${what} Nothing is written or deleted.`, {
    hint:
      'Is this a copy of a site, or one whose database was put back? Run keepsake recover --adopt where this site is ' +
      'the one that goes on, or keepsake recover --fork to write beside the other and delete nothing of its.',
  });
}
