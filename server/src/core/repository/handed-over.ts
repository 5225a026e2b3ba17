import type { Secret, WrappedKeys } from './secret';

/** What another thread of this process needs to work on the repository. Holds the keys: never leaves the process. */
export interface HandedOver {
  prefix: string;
  writerId: string;
  expectedGeneration: number;
  secret: Secret;
  wrapped: WrappedKeys;
  /** The opened key ring. */
  ring: Uint8Array;
}
