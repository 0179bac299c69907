import { readJson } from '@cupcakery/kit/http/body';
import { customerIdOf } from '@cupcakery/workflow/access/caller';
import { z } from 'zod';
import type { OrdersService } from '../../orders/orders-service.ts';
import type { Route } from '../openapi/route.ts';
import { type ApiContext, maxBodyBytes } from '../request/api-context.ts';
import { audited } from '../request/authorize.ts';
import { requestContextOf } from '../request/request-context.ts';
import type { DocParts } from './doc-parts.ts';
import { discardRecordDoc } from './incident-docs.ts';

const body = z.strictObject({});

/** What people do about records that cannot be read. */
export function incidentRoutes(serviceOf: (c: ApiContext) => OrdersService, parts: DocParts): Route[] {
  async function discard(c: ApiContext): Promise<Response> {
    const orders = serviceOf(c);
    const { principal, traceparent } = requestContextOf(c);
    await readJson(c, { maxBytes: maxBodyBytes, schema: body });
    const id = c.req.param('id') ?? '';
    const { workflow } = orders;
    const incident = await audited(
      c,
      orders,
      { action: 'record.discard', target: { workflow }, object: `incident ${workflow.name}/${id}` },
      () => orders.discard(id, { sub: customerIdOf(principal), name: principal.name }, traceparent),
    );
    return c.json({ incident });
  }

  return [
    { ...discardRecordDoc(parts), body: { schema: z.toJSONSchema(body), example: {} }, handle: discard },
  ];
}
