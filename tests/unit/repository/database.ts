import type { Repository } from '../../../server/src/core/repository/repository';
import type { Memory } from '../../../server/src/core/repository/writers';
import type { MemoryStorage } from './memory-storage';
import { openSample } from './sample-snapshot';

/** What a site's database remembers of its repository, and how the plugin keeps that up to date. */
export interface Database {
  writerId: string;
  known: Memory;
}

let tokens = 0;

export function newDatabase(writerId: string): Database {
  return { writerId, known: { generation: 0, packs: 0, manifests: 0, tokens: [] } };
}

/** As a dump of the database: what is remembered, at this moment. */
export function dumpOf({ writerId, known }: Database): Database {
  return { writerId, known: structuredClone(known) };
}

/** Opens the repository as this database does before a write: the token of the write is recorded first. */
export async function openAs(
  database: Database,
  storage: MemoryStorage,
  clock = { now: () => new Date(), graceMs: 24 * 60 * 60 * 1000 },
): Promise<Repository> {
  const { writerId, known } = database;
  const repository = await openSample(storage, { writerId, known, clock });
  repository.announce(`token-${(tokens += 1)}`);
  database.known = repository.memory;
  return repository;
}

/** As the plugin does after each write. */
export function record(database: Database, repository: Repository): void {
  database.known = repository.memory;
}
