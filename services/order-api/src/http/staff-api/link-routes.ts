import { readJson } from '@cupcakery/kit/http/body';
import type { Action } from '@cupcakery/workflow/access/rights';
import type { Order } from '@cupcakery/workflow/contracts/order';
import type { TrackerLink } from '@cupcakery/workflow/contracts/staff';
import type { z } from 'zod';
import type { OrdersService } from '../../orders/orders-service.ts';
import type { Staff } from '../../staff/staff.ts';
import type { Route } from '../openapi/route.ts';
import { type ApiContext, maxBodyBytes } from '../request/api-context.ts';
import { type ActionOn, audited, authorize } from '../request/authorize.ts';
import { orderObject, readOrder } from '../request/read-order.ts';
import { linkDocs } from './link-docs.ts';
import { bodies, type linkCard } from './staff-schemas.ts';

type ServiceOf = (c: ApiContext) => OrdersService;

/** Links by which others follow an order. */
export function linkRoutes({ links }: Staff, serviceOf: ServiceOf): Route[] {
  /** The order, as one that the caller may read, and the action on it. */
  async function onOrder(c: ApiContext, action: Action): Promise<{ order: Order; on: ActionOn }> {
    const orders = serviceOf(c);
    const order = await readOrder(c, orders, c.req.param('id') ?? '');
    return {
      order,
      on: { action, target: { workflow: orders.workflow, order }, object: orderObject(orders, order.id) },
    };
  }

  async function create(c: ApiContext): Promise<Response> {
    const orders = serviceOf(c);
    await readJson(c, { maxBytes: maxBodyBytes, schema: bodies.empty });
    const { order, on } = await onOrder(c, 'link.create');
    const { record, token } = await audited(c, orders, on, () =>
      links.create(c.get('principal'), orders.workflow, order.id),
    );
    const answer = { link: cardOf(record), token, path: `/t/${token}` };
    return c.json(answer, 201, { 'cache-control': 'no-store' });
  }

  async function list(c: ApiContext): Promise<Response> {
    const { workflow } = serviceOf(c);
    const { order, on } = await onOrder(c, 'link.list');
    authorize(c, on);
    return c.json({ links: links.of(workflow, order.id).map(cardOf) });
  }

  async function revoke(c: ApiContext): Promise<Response> {
    const orders = serviceOf(c);
    await readJson(c, { maxBytes: maxBodyBytes, schema: bodies.empty });
    const { order, on } = await onOrder(c, 'link.revoke');
    const link = await audited(c, orders, on, () =>
      links.revoke(c.get('principal'), orders.workflow, order.id, c.req.param('link') ?? ''),
    );
    return c.json({ link: cardOf(link) });
  }

  return [
    { ...linkDocs.createLink, handle: create },
    { ...linkDocs.listLinks, handle: list },
    { ...linkDocs.revokeLink, handle: revoke },
  ];
}

function cardOf({ id, issuedAt, issuedBy, expiresAt }: TrackerLink): z.infer<typeof linkCard> {
  return { id, issuedAt, issuedBy: issuedBy.name, expiresAt };
}
