import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import { ownRows } from '../own-rows';

export interface RowPage<Row> {
  rows: Row[];
  pagination: { page: number; pageSize: number; pageCount: number; total: number };
}

export interface PageRequest {
  /** As it came in the address: Strapi's own pagination, sort, filters and fields. */
  query: Record<string, unknown>;
  /** What Strapi's authentication left, for the fields that may be asked for. */
  auth: unknown;
  /** What holds besides the caller's filters. */
  where: object;
  orderBy: object[];
}

interface Validator {
  query(query: object, schema: unknown, options: { auth: unknown }): Promise<unknown>;
}

const MOST_PER_PAGE = 100;
/** In the answer's own terms, which are the columns' in these alone. */
const TAKEN = ['pagination', 'sort', 'filters'];

/**
 * A page of the plugin's own rows, asked for as of Strapi's own routes: `pagination[page]`, `pagination[pageSize]`,
 * `sort=startedAt:desc`, `filters[state][$eq]=succeeded`. Throws `request_invalid` for what Strapi refuses.
 */
export async function pageOfRows<Row>(
  strapi: Core.Strapi,
  uid: string,
  { query, auth, where, orderBy }: PageRequest,
): Promise<RowPage<Row>> {
  const asked = Object.fromEntries(TAKEN.filter((key) => key in query).map((key) => [key, query[key]]));
  const model = strapi.contentType(uid as never);
  await refusing(() => (strapi.contentAPI.validate as unknown as Validator).query(asked, model, { auth }));
  const { page, pageSize } = readPagination(asked.pagination);
  const wanted = await refusing(async () =>
    strapi.get('query-params').transform(uid, { sort: asked.sort, filters: asked.filters }),
  );
  const all = { $and: [where, wanted.where ?? {}] };
  const rows = await ownRows<Row>(strapi, uid).findMany({
    where: all,
    orderBy: wanted.orderBy ?? orderBy,
    offset: (page - 1) * pageSize,
    limit: pageSize,
  });
  const total = await ownRows<Row>(strapi, uid).count({ where: all });
  return { rows, pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), total } };
}

function readPagination(given: unknown): { page: number; pageSize: number } {
  const { page = 1, pageSize = 25 } = (given ?? {}) as Record<string, unknown>;
  return {
    page: whole(page, 'pagination.page', Number.MAX_SAFE_INTEGER),
    pageSize: whole(pageSize, 'pagination.pageSize', MOST_PER_PAGE),
  };
}

function whole(value: unknown, name: string, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw invalid(`${name} has to be a whole number from 1 to ${most}`);
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = error as { name?: string; message?: string };
    if (refusal.name !== 'ValidationError') throw error;
    throw invalid(refusal.message ?? 'query');
  }
}

function invalid(what: string): KeepsakeError {
  return new KeepsakeError('request_invalid', `The request is not valid. ${what}`, {
    hint: 'Correct the named parameter and send it again.',
  });
}
