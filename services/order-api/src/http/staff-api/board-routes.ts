import { readJson } from '@cupcakery/kit/http/body';
import type { Board } from '@cupcakery/workflow/contracts/staff';
import type { z } from 'zod';
import type { OrdersService } from '../../orders/orders-service.ts';
import type { Staff } from '../../staff/staff.ts';
import type { Route } from '../openapi/route.ts';
import { type ApiContext, maxBodyBytes } from '../request/api-context.ts';
import { audited, authorize } from '../request/authorize.ts';
import { boardDocs } from './board-docs.ts';
import { type boardCard, bodies } from './staff-schemas.ts';

type ServiceOf = (c: ApiContext) => OrdersService;

/** Wall screens: made, listed, revoked. */
export function boardRoutes({ boards }: Staff, serviceOf: ServiceOf): Route[] {
  async function create(c: ApiContext): Promise<Response> {
    const orders = serviceOf(c);
    const { workflow } = orders;
    const fields = await readJson(c, { maxBytes: maxBodyBytes, schema: bodies.createBoard });
    const { record, token } = await audited(
      c,
      orders,
      {
        action: 'board.create',
        target: { workflow, stage: fields.stage },
        object: `board ${workflow.name}/${fields.stage}`,
      },
      () => boards.create(c.get('principal'), workflow, fields),
    );
    return c.json({ board: cardOf(record), token }, 201, { 'cache-control': 'no-store' });
  }

  function list(c: ApiContext): Response {
    const { workflow } = serviceOf(c);
    authorize(c, { action: 'board.list', target: { workflow }, object: workflow.name });
    return c.json({ boards: boards.of(workflow).map(cardOf) });
  }

  async function revoke(c: ApiContext): Promise<Response> {
    const orders = serviceOf(c);
    const { workflow } = orders;
    await readJson(c, { maxBytes: maxBodyBytes, schema: bodies.empty });
    // Whoever may revoke none of them is not told whether there is this one.
    authorize(c, { action: 'board.revoke', target: { workflow }, object: `boards ${workflow.name}` });
    const board = boards.get(workflow, c.req.param('board') ?? '');
    await audited(
      c,
      orders,
      {
        action: 'board.revoke',
        target: { workflow, stage: board.stage },
        object: `board ${workflow.name}/${board.id}`,
      },
      () => boards.revoke(c.get('principal'), board),
    );
    return c.json({ board: cardOf(board) });
  }

  return [
    { ...boardDocs.createBoard, handle: create },
    { ...boardDocs.listBoards, handle: list },
    { ...boardDocs.revokeBoard, handle: revoke },
  ];
}

function cardOf({ id, name, stage, issuedAt, issuedBy, expiresAt }: Board): z.infer<typeof boardCard> {
  return { id, name, stage, issuedAt, issuedBy: issuedBy.name, expiresAt };
}
