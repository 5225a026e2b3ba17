import type { Problem } from '../../../../shared/contracts/errors';
import { asKeepsakeError } from '../../core/errors';
import { problemOf } from './place-repository';
import type { PlaceRepository } from './place-repository';

/**
 * Does the same in each storage. What keeps it from being done in one of them is a problem of the whole; where it could
 * be done in none, or `signal` says stop, that is thrown.
 */
export async function inEachPlace<T>(
  places: PlaceRepository[],
  signal: AbortSignal,
  work: (place: PlaceRepository) => Promise<T>,
): Promise<{ results: T[]; problems: Problem[] }> {
  const results: T[] = [];
  const errors: unknown[] = [];
  for (const place of places) {
    try {
      results.push(await work(place));
    } catch (error) {
      signal.throwIfAborted();
      errors.push(error);
    }
  }
  if (results.length === 0) throw errors[0];
  return { results, problems: errors.map((error) => problemOf(asKeepsakeError(error))) };
}
