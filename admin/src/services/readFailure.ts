export interface Failure {
  /** Null when the server gave no reason, for example because it was not reached. */
  message: string | null;
  hint: string | null;
  code: string | null;
  /** What it is about: an option, a file, an entry. */
  item: string | null;
  /** HTTP status. */
  status: number | null;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const textOrNull = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/** Narrows what a query or mutation was refused with to the shape of `ApiError` in the contracts. */
export function readFailure(error: unknown): Failure {
  const fields: Fields = isFields(error) ? error : {};
  const details: Fields = isFields(fields.details) ? fields.details : {};
  const status = typeof fields.status === 'number' ? fields.status : null;
  return {
    // Without a status no server spoke: what the browser says then ("Failed to fetch") helps nobody.
    message: status === null ? null : textOrNull(fields.message),
    hint: textOrNull(details.hint),
    code: textOrNull(details.code),
    item: textOrNull(details.item),
    status,
  };
}
