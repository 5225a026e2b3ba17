import type { Secret, WrappedKeys } from './secret';
import type { Memory } from './writers';

/** What another thread of this process needs to work on the repository. Holds the keys: never leaves the process. */
export interface HandedOver {
  prefix: string;
  writerId: string;
  known: Memory;
  /** Names the writes of this thread, see writers.ts. */
  token: string;
  secrets: Secret[];
  wrapped: WrappedKeys;
  /** The opened key ring. */
  ring: Uint8Array;
}
