import type { Problem } from '../../../../shared/contracts/errors';

/**
 * Oddities of the database that lose nothing: a link whose target is gone, a component row that nobody owns.
 * Counted by kind and place, since a broken site has thousands of the same.
 */
export class Notices {
  readonly #counts = new Map<string, { code: string; place: string; count: number; example: string }>();

  add(code: string, place: string, example: string): void {
    const known = this.#counts.get(`${code} ${place}`);
    if (known) known.count += 1;
    else this.#counts.set(`${code} ${place}`, { code, place, count: 1, example });
  }

  list(): Problem[] {
    return [...this.#counts.values()].map(({ code, place, count, example }) => ({
      code,
      message: `${describe(code)} in ${place}: ${count} (for example ${example}). It was left out; nothing that Strapi shows is missing.`,
      item: place,
    }));
  }
}

function describe(code: string): string {
  switch (code) {
    case 'dangling_link':
      return 'Links to entries that no longer exist';
    case 'component_missing':
      return 'References to component rows that no longer exist';
    case 'component_unknown':
      return 'Rows of a component that the schema no longer has';
    default:
      return code;
  }
}
