import { createMemoryStorage } from '../repository/memory-storage';
import { storageContract } from './storage-contract';

// The repository's tests run on this storage; held to the contract, it cannot be kinder than a real one.
storageContract('memory (tests)', async () => ({
  storage: createMemoryStorage(),
  close: async () => undefined,
}));
