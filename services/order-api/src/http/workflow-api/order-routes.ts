import { fieldErrors, readJson } from '@cupcakery/kit/http/body';
import { Problem } from '@cupcakery/kit/http/problem';
import { sightOf } from '@cupcakery/workflow/access/visibility';
import { contactSchema } from '@cupcakery/workflow/contracts/contact';
import { z } from 'zod';
import type { OrdersService } from '../../orders/orders-service.ts';
import { type PageQuery, pageOf } from '../../views/page.ts';
import type { Route } from '../openapi/route.ts';
import { type ApiContext, maxBodyBytes } from '../request/api-context.ts';
import { audited, authorize } from '../request/authorize.ts';
import { readOrder } from '../request/read-order.ts';
import { requestContextOf } from '../request/request-context.ts';
import { accepted202, created201 } from '../request/responses.ts';
import type { DocParts } from './doc-parts.ts';
import { listOrdersDoc, placeOrderDoc, readOrderDoc } from './order-docs.ts';
import { pageQuery } from './page-query.ts';

export const placeBody = z.strictObject({
  details: z.record(z.string(), z.unknown()),
  /** The customer that a program orders for: the subject of the customer's tokens. */
  customerId: z.exactOptional(z.string().min(1).max(255)),
  contact: z.exactOptional(contactSchema),
});

/** Placing, listing and reading orders. */
export function orderRoutes(serviceOf: (c: ApiContext) => OrdersService, parts: DocParts): Route[] {
  async function place(c: ApiContext): Promise<Response> {
    const orders = serviceOf(c);
    const context = requestContextOf(c);
    const body = await readJson(c, { maxBytes: maxBodyBytes, schema: placeBody });
    const { workflow } = orders;
    const placed = await audited(
      c,
      orders,
      {
        action: body.customerId === undefined ? 'order.place' : 'order.place-for',
        target: { workflow },
        object: body.customerId === undefined ? workflow.name : `${workflow.name} for ${body.customerId}`,
      },
      () => orders.place(context, body),
    );
    const location = locationOf(orders, placed.orderId);
    if ('pending' in placed) return accepted202(c, placed.orderId, location);
    return created201(c, { order: placed.order }, { location, replayed: placed.replayed });
  }

  function list(c: ApiContext): Response {
    const { workflow, reads } = serviceOf(c);
    const query = readPageQuery(c);
    const principal = c.get('principal');
    authorize(c, { action: 'order.list', target: { workflow }, object: workflow.name });
    const isOpen = query.status === 'open' || query.status === 'incident';
    const orders = isOpen ? reads.open() : reads.values();
    const { mayRead, show } = sightOf(principal, workflow);
    const page = pageOf(orders, query, mayRead);
    return c.json({ ...page, orders: page.orders.map(show) });
  }

  async function read(c: ApiContext): Promise<Response> {
    return c.json({ order: await readOrder(c, serviceOf(c), c.req.param('id') ?? '') });
  }

  return [
    { ...placeOrderDoc(parts), handle: place },
    { ...listOrdersDoc(parts), handle: list },
    { ...readOrderDoc(parts), handle: read },
  ];
}

/** The path where an order is read. */
export function locationOf({ workflow }: OrdersService, orderId: string): string {
  return `/api/v1/workflows/${workflow.name}/orders/${encodeURIComponent(orderId)}`;
}

function readPageQuery(c: ApiContext): PageQuery {
  const query = pageQuery.safeParse(c.req.query());
  if (query.success) return query.data;
  const errors = fieldErrors(query.error).map(({ pointer = '', detail }) => ({
    field: pointer.slice(1),
    detail,
  }));
  throw new Problem({ status: 400, code: 'INVALID_FIELDS', title: 'The query does not fit', errors });
}
