/** Documents whose content changed since they were last looked at; never more than `limit` of them. */
export interface TouchedQueue {
  add(uid: string, documentId: string): void;
  /** Something changed that cannot be named: all content has to be looked at. */
  addAll(): void;
  /** Takes at most so many out of it. */
  take(most: number): TouchedDocuments;
  /** Puts back what could not be dealt with. */
  putBack(taken: TouchedDocuments): void;
  readonly isEmpty: boolean;
  readonly size: number;
}

export interface TouchedDocuments {
  /** Documents by content type. */
  documents: Map<string, Set<string>>;
  /** More changed than is kept by name, or something that has none: all content has to be looked at. */
  everything: boolean;
}

/**
 * What was changed again before it was dealt with is in it once. More than `limit` documents are one entry, *everything*,
 * which costs a look at all content and no memory.
 */
export function createTouchedQueue(limit: number): TouchedQueue {
  let documents = new Map<string, Set<string>>();
  let size = 0;
  let everything = false;

  const queue: TouchedQueue = {
    add(uid, documentId) {
      if (everything) return;
      const ids = documents.get(uid) ?? new Set<string>();
      documents.set(uid, ids);
      if (ids.has(documentId)) return;
      if (size >= limit) return queue.addAll();
      ids.add(documentId);
      size += 1;
    },

    addAll() {
      everything = true;
      documents = new Map();
      size = 0;
    },

    take(most) {
      const taken: TouchedDocuments = { documents: new Map(), everything };
      everything = false;
      let left = most;
      for (const [uid, ids] of documents) {
        const some = [...ids].slice(0, left);
        if (some.length === 0) break;
        taken.documents.set(uid, new Set(some));
        for (const id of some) ids.delete(id);
        if (ids.size === 0) documents.delete(uid);
        left -= some.length;
        size -= some.length;
      }
      return taken;
    },

    putBack(taken) {
      if (taken.everything) return queue.addAll();
      for (const [uid, ids] of taken.documents) for (const id of ids) queue.add(uid, id);
    },

    get isEmpty() {
      return size === 0 && !everything;
    },

    get size() {
      return size;
    },
  };
  return queue;
}
