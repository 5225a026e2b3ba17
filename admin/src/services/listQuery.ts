/** What the address of a list in the content manager says of the entries that it shows. */
export interface ListQuery {
  filters: object | null;
  search: string | null;
  locale: string | null;
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

export function readListQuery(query: unknown): ListQuery {
  const { filters, _q: search, plugins } = fieldsOf(query);
  const { locale } = fieldsOf(fieldsOf(plugins).i18n);
  const conditions = fieldsOf(filters);
  return {
    filters: Object.keys(conditions).length > 0 ? conditions : null,
    search: typeof search === 'string' && search !== '' ? search : null,
    locale: typeof locale === 'string' && locale !== '' ? locale : null,
  };
}

/** Whether it shows all entries of its content type and language. */
export const showsAll = ({ filters, search }: ListQuery) => filters === null && search === null;
