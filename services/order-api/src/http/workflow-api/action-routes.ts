import type { Principal } from '@cupcakery/kit/auth/principal';
import { readJson } from '@cupcakery/kit/http/body';
import { RequestFailure } from '../../failures/request-failure.ts';
import type { ActAs } from '../../orders/actor.ts';
import type { OrdersService } from '../../orders/orders-service.ts';
import type { Staff } from '../../staff/staff.ts';
import type { Route } from '../openapi/route.ts';
import { type ApiContext, maxBodyBytes } from '../request/api-context.ts';
import { audited } from '../request/authorize.ts';
import { orderObject } from '../request/read-order.ts';
import { requestContextOf } from '../request/request-context.ts';
import { accepted202 } from '../request/responses.ts';
import { type Action, type ActionName, actionBodies, actionRights, readAction } from './action-body.ts';
import { actionDoc } from './action-docs.ts';
import type { DocParts } from './doc-parts.ts';
import { locationOf } from './order-routes.ts';

/** What people do to an existing order, one route per action. */
export function actionRoutes(
  serviceOf: (c: ApiContext) => OrdersService,
  parts: DocParts,
  staff: Staff | undefined,
): Route[] {
  /** Who acts, where that is not the caller. */
  function actorIn(principal: Principal, { actAs, cook }: Action): ActAs | undefined {
    if (cook === undefined) return actAs === undefined ? undefined : { name: actAs, field: 'as' };
    if (!staff) throw new RequestFailure('NOT_A_BOARD');
    return staff.cooks.actAs(staff.boards.ofCaller(principal), cook);
  }

  async function act(c: ApiContext, action: ActionName): Promise<Response> {
    const orders = serviceOf(c);
    const context = requestContextOf(c);
    const orderId = c.req.param('id') ?? '';
    const request = readAction(action, await readJson(c, { maxBytes: maxBodyBytes }));
    const { fields } = request;
    const changed = await audited(
      c,
      orders,
      {
        action: actionRights[action],
        target: { workflow: orders.workflow, ...('stage' in fields ? { stage: fields.stage } : {}) },
        object: orderObject(orders, orderId),
        orderId,
      },
      () => orders.act(context, orderId, fields, actorIn(context.principal, request)),
    );
    if ('pending' in changed) return accepted202(c, orderId, locationOf(orders, orderId));
    return c.json({ order: changed.order });
  }

  const actions = Object.keys(actionBodies) as ActionName[];
  return actions.map((action) => ({ ...actionDoc(action, parts), handle: (c) => act(c, action) }));
}
