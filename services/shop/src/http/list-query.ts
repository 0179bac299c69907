import { maxIdLength } from '@cupcakery/collections/contracts/item';
import type { ListQuery, Page } from '@cupcakery/collections/views/table';
import { fieldErrors } from '@cupcakery/kit/http/body';
import { Problem } from '@cupcakery/kit/http/problem';
import type { Context } from 'hono';
import { z } from 'zod';

const maxFirst = 1000;

/** The query parameters of a list. */
export const listQuery = z.strictObject({
  first: z.coerce.number().int().min(1).max(maxFirst).optional(),
  /** The id of the last item of the page before. */
  after: z.string().min(1).max(maxIdLength).optional(),
  q: z.string().max(200).optional(),
});

/**
 * Which part of a list is asked for.
 * @param maxList items without `first`
 * @throws Problem 400 naming each parameter that does not fit
 */
export function listQueryOf(c: Context, maxList: number): ListQuery {
  const query = listQuery.safeParse(c.req.query());
  if (query.success) return { ...query.data, first: query.data.first ?? maxList };
  const errors = fieldErrors(query.error).map(({ pointer = '', detail }) => ({
    field: pointer.slice(1),
    detail,
  }));
  throw new Problem({ status: 400, code: 'INVALID_FIELDS', title: 'The query does not fit', errors });
}

/** A page as an array, however many there are: where the next one is says `Link` (RFC 8288). */
export function answerPage(c: Context, { items, more }: Page): Response {
  const last = items.at(-1);
  if (!more || !last) return c.json(items);
  const url = new URL(c.req.url);
  url.searchParams.set('after', last.id);
  return c.json(items, 200, { link: `<${url.pathname}${url.search}>; rel="next"` });
}
