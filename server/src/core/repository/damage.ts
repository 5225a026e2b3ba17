import { KeepsakeError } from '../errors';

/**
 * What reading says when a stored object is not what the root promises. One wording and one hint, so that a person
 * reads the same whichever part of the format noticed.
 */
const HINT = 'Restore from another backup, or run keepsake verify to see what else is damaged.';

/** The object is there, and some of its bytes are not what was written. `what` ends the sentence. */
export function objectDamaged(name: string, what: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('object_damaged', `Object ${name} is damaged: ${what}.`, {
    item: name,
    hint: HINT,
    cause,
  });
}

/** The object ends before the bytes that were asked for. */
export function objectTruncated(name: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('object_truncated', `Object ${name} is shorter than what was written.`, {
    item: name,
    hint: HINT,
    cause,
  });
}

/** The root names the object and the storage does not have it. */
export function objectMissing(name: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('object_missing', `Object ${name} is missing from the storage.`, {
    item: name,
    hint: HINT,
    cause,
  });
}

/** A root slot holds bytes that are no root any more. */
export function rootDamaged(name: string, what: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('root_damaged', `Root ${name} is damaged: ${what}.`, {
    item: name,
    hint: 'Leave the storage as it is and bring back an older version of this object, or restore from another copy.',
    cause,
  });
}

/** True for an error that says something about stored bytes, false for one about reaching them. */
export function isDamage(error: unknown): error is KeepsakeError {
  return (
    error instanceof KeepsakeError &&
    ['object_damaged', 'object_truncated', 'object_missing', 'root_damaged'].includes(error.code)
  );
}

/** Damage, or a block that no object has any more. */
export function isUnreadable(error: unknown): error is KeepsakeError {
  return isDamage(error) || (error instanceof KeepsakeError && error.code === 'block_unknown');
}
