/** How many jobs this process runs at once, and of those that write the repository at most one. */
export interface Slots {
  /** Null when there is none free; otherwise what gives it back. */
  take(writes: boolean): (() => void) | null;
  isFree(writes: boolean): boolean;
}

export function createSlots(limit: number): Slots {
  let used = 0;
  let writing = false;
  const isFree = (writes: boolean) => used < limit && !(writes && writing);
  return {
    isFree,
    take(writes) {
      if (!isFree(writes)) return null;
      used += 1;
      if (writes) writing = true;
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        used -= 1;
        if (writes) writing = false;
      };
    },
  };
}
