import { readJson } from '@cupcakery/kit/http/body';
import { z } from 'zod';
import type { OrdersService } from '../../orders/orders-service.ts';
import type { Route } from '../openapi/route.ts';
import { type ApiContext, maxBodyBytes } from '../request/api-context.ts';
import { requestContextOf } from '../request/request-context.ts';
import { requireRole } from '../request/require-role.ts';
import type { DocParts } from './doc-parts.ts';
import { discardRecordDoc } from './incident-docs.ts';

const body = z.strictObject({});

/** What people do about records that cannot be read. */
export function incidentRoutes(serviceOf: (c: ApiContext) => OrdersService, parts: DocParts): Route[] {
  async function discard(c: ApiContext): Promise<Response> {
    const orders = serviceOf(c);
    const { principal, traceparent } = requestContextOf(c);
    requireRole(principal, 'sre');
    await readJson(c, { maxBytes: maxBodyBytes, schema: body });
    return c.json({ incident: await orders.discard(c.req.param('id') ?? '', traceparent) });
  }

  return [
    { ...discardRecordDoc(parts), body: { schema: z.toJSONSchema(body), example: {} }, handle: discard },
  ];
}
