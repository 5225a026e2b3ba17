import type { Problem } from '../../../../shared/contracts/errors';

/** Values that the database could not take as they are, counted by field and by what became of them. */
export class Misfits {
  readonly #counts = new Map<string, { field: string; loss: string; count: number; example: string }>();

  add(field: string, loss: string, example: string): void {
    const known = this.#counts.get(`${field} ${loss}`);
    if (known) known.count += 1;
    else this.#counts.set(`${field} ${loss}`, { field, loss, count: 1, example });
  }

  problems(): Problem[] {
    return [...this.#counts.values()].map(({ field, loss, count, example }) => ({
      code: 'value_does_not_fit',
      message:
        `${count} ${count === 1 ? 'value' : 'values'} of ${field} (for example of ${example}) cannot be kept by this ` +
        `database as the backup has them, and were ${loss}.`,
      item: field,
    }));
  }
}
