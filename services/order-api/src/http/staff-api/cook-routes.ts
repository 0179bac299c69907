import { readJson } from '@cupcakery/kit/http/body';
import { customerIdOf, isBoard } from '@cupcakery/workflow/access/caller';
import type { Cook } from '@cupcakery/workflow/contracts/staff';
import type { z } from 'zod';
import type { OrdersService } from '../../orders/orders-service.ts';
import type { Staff } from '../../staff/staff.ts';
import type { Route } from '../openapi/route.ts';
import { type ApiContext, maxBodyBytes } from '../request/api-context.ts';
import { type ActionOn, audited, authorize } from '../request/authorize.ts';
import { cookDocs } from './cook-docs.ts';
import { bodies, type cookCard } from './staff-schemas.ts';

type ServiceOf = (c: ApiContext) => OrdersService;

/** The people at wall screens: their codes, and who is there. */
export function cookRoutes({ boards, cooks }: Staff, serviceOf: ServiceOf): Route[] {
  function list(c: ApiContext): Response {
    const { workflow } = serviceOf(c);
    authorize(c, { action: 'cook.list', target: { workflow }, object: workflow.name });
    const principal = c.get('principal');
    const stage = isBoard(principal, workflow) ? boards.ofCaller(principal).stage : undefined;
    return c.json({ cooks: cooks.of(workflow, stage).map(cardOf) });
  }

  async function set(c: ApiContext): Promise<Response> {
    const orders = serviceOf(c);
    const fields = await readJson(c, { maxBytes: maxBodyBytes, schema: bodies.setCode });
    const principal = c.get('principal');
    const cook = await audited(c, orders, own(c), () => cooks.set(principal, fields));
    return c.json({ cook: cardOf(cook) });
  }

  async function removeOwn(c: ApiContext): Promise<Response> {
    const orders = serviceOf(c);
    await readJson(c, { maxBytes: maxBodyBytes, schema: bodies.empty });
    const principal = c.get('principal');
    const cook = await audited(c, orders, own(c), () => cooks.remove(principal, customerIdOf(principal)));
    return c.json({ cook: cardOf(cook) });
  }

  async function remove(c: ApiContext): Promise<Response> {
    const orders = serviceOf(c);
    const { workflow } = orders;
    await readJson(c, { maxBytes: maxBodyBytes, schema: bodies.empty });
    const sub = c.req.param('sub') ?? '';
    const cook = await audited(
      c,
      orders,
      { action: 'cook.remove', target: { workflow }, object: `cook ${sub}` },
      () => cooks.remove(c.get('principal'), sub),
    );
    return c.json({ cook: cardOf(cook) });
  }

  async function signIn(c: ApiContext): Promise<Response> {
    const orders = serviceOf(c);
    const { workflow } = orders;
    const proof = await readJson(c, { maxBytes: maxBodyBytes, schema: bodies.signIn });
    const principal = c.get('principal');
    const who = 'sub' in proof ? proof.sub : 'a badge';
    const on = {
      action: 'cook.sign-in',
      target: { workflow },
      object: `${who} at ${principal.subject}`,
    } as const;
    authorize(c, on);
    const board = boards.ofCaller(principal);
    const { sub, name, until, token } = await audited(c, orders, on, () =>
      cooks.signIn(workflow, board, proof),
    );
    const answer = { sub, name, until: new Date(until).toISOString(), cook: token };
    return c.json(answer, 200, { 'cache-control': 'no-store' });
  }

  function own(c: ApiContext): ActionOn {
    const { workflow } = serviceOf(c);
    return { action: 'cook.set-code', target: { workflow }, object: 'own code' };
  }

  return [
    { ...cookDocs.listCooks, handle: list },
    { ...cookDocs.setCode, handle: set },
    { ...cookDocs.removeCode, handle: removeOwn },
    { ...cookDocs.signIn, handle: signIn },
    { ...cookDocs.removeCook, handle: remove },
  ];
}

function cardOf({ sub, name, code, badgeHash, expiresAt }: Cook): z.infer<typeof cookCard> {
  return { sub, name, hasCode: code !== undefined, hasBadge: badgeHash !== undefined, expiresAt };
}
