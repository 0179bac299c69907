import type { Caller } from '@cupcakery/workflow/access/caller';
import { type Action, may, rights } from '@cupcakery/workflow/access/rights';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { z } from 'zod';
import { type Answer, type Call, startTestBed, type TestBed } from './testing/test-bed.ts';

const name = 'api-rights';
const orders = `/api/v1/workflows/${name}/orders`;
const lemon = { flavour: 'Lemon', size: 'M', quantity: 6 };
let bed: TestBed;
beforeAll(async () => {
  const more = 'scope: { field: flavour, claim: team }';
  bed = await startTestBed({ brokers: inject('brokers'), name, more });
});
afterAll(() => bed?.stop());

/** Everyone that differs in rights, as requests and as the table sees them. */
const everyone = {
  nobody: { user: 'nobody', roles: '' },
  stranger: { user: 'dora', roles: 'customer' },
  owner: { user: 'carl', roles: 'customer' },
  mixer: { user: 'mo', roles: 'mixer', claims: 'team=Lemon' },
  'mixer of another team': { user: 'mia', roles: 'mixer', claims: 'team=Mint' },
  'mixer of no team': { user: 'max', roles: 'mixer' },
  baker: { user: 'bea', roles: 'baker', claims: 'team=Lemon&team=Mint' },
  sre: { user: 'sue', roles: `${name}:sre` },
  'sre of another workflow': { user: 'sid', roles: 'leave:sre' },
  shop: { user: 'shop-1', roles: 'shop' },
  admin: { user: 'cleo', roles: 'admin' },
  board: { user: 'board-1', roles: `${name}:board:mix`, claims: 'team=Lemon' },
  'board of another stage': { user: 'board-2', roles: `${name}:board:bake`, claims: 'team=Lemon' },
} satisfies Record<string, Call>;

function callerOf({ user = '', roles = '', claims = '' }: Call): Caller {
  const params = new URLSearchParams(claims);
  return {
    subject: user,
    roles: roles.split(',').filter(Boolean),
    claims: Object.fromEntries([...new Set(params.keys())].map((key) => [key, params.getAll(key)])),
  };
}

async function placeFor(call: Call = everyone.owner, details: object = lemon): Promise<Order> {
  // The intake may have been paused by one of these tests, and resumed a moment ago.
  return vi.waitFor(async () => {
    const placed = await bed.post(orders, { ...call, body: { details } });
    expect(placed.status).toBe(201);
    return placed.body.order;
  }, 10_000);
}

const operation = z.looseObject({
  operationId: z.string(),
  'x-right': z.object({
    action: z.custom<Action>((text) => String(text) in rights),
    stage: z.string().optional(),
  }),
  requestBody: z
    .object({ content: z.object({ 'application/json': z.object({ example: z.unknown() }) }) })
    .optional(),
});
const operations = z.record(z.string(), z.record(z.string(), operation));

describe('every route', () => {
  it('is allowed and refused to everyone as the table of rights says', async () => {
    const { body } = await bed.get('/openapi.json');
    const seen = new Set<string>();
    const wrong: string[] = [];
    const some = await placeFor();
    for (const [path, methods] of Object.entries(operations.parse(body.paths))) {
      for (const [method, { operationId, 'x-right': right, requestBody }] of Object.entries(methods)) {
        seen.add(operationId);
        const answers = await Promise.all(
          Object.entries(everyone).map(async ([who, call]) => {
            const isOnOrder = right.action.startsWith('order.')
              ? !['order.place', 'order.list'].includes(right.action)
              : /^(ticket|link|incident)\./.test(right.action);
            const order = isOnOrder ? await placeFor() : some;
            const url = path.replace('{workflow}', name).replace('{id}', order.id).replace('{stage}', 'mix');
            const example = requestBody?.content['application/json'].example;
            const sent =
              method === 'get'
                ? await bed.get(url, call)
                : await bed.post(url, { ...call, body: bodyFor(example, order) });
            const target = {
              workflow: bed.workflow,
              stage:
                right.stage ??
                (/^(ticket\.|board\.create|stage\.pause)/.test(right.action) ? 'mix' : undefined),
              ...(isOnOrder ? { order } : {}),
            };
            return {
              who,
              code: sent.body.code ?? sent.status,
              allowed: may(callerOf(call), right.action, target),
            };
          }),
        );
        for (const { who, code, allowed } of answers) {
          // NOT_FOUND is an order that looks as if it did not exist; other things that do not exist have codes of their own.
          const isDenied = code === 'FORBIDDEN' || code === 'NOT_FOUND';
          if (isDenied === allowed) wrong.push(`${operationId} by ${who}: ${code}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(seen.size).toBeGreaterThanOrEqual(18);
  });
});

/** The documented example, about this order. */
function bodyFor(example: unknown, { id }: Order): unknown {
  if (typeof example !== 'object' || example === null) return {};
  const old = (example as { Order?: Record<string, unknown> }).Order;
  return old && 'Id' in old ? { ...example, Order: { ...old, Id: id } } : example;
}

describe('an order of another person', () => {
  it('is found in none of the ways to ask for it', async () => {
    const order = await placeFor();
    const { id } = order;
    await vi.waitFor(async () => expect((await bed.get(`${orders}/${id}`, everyone.owner)).status).toBe(200));
    for (const call of [
      everyone.stranger,
      everyone['mixer of another team'],
      everyone['sre of another workflow'],
    ]) {
      const reads = [
        `${orders}/${id}`,
        `${orders}/${encodeURIComponent(id)}?`,
        `${orders}/%2e%2f${id}`,
        `/api/v1/order/${id}`,
        `/api/v1/order/${id}/`,
        `${orders}/${id.toUpperCase()}`,
      ];
      for (const path of reads) expect([path, (await bed.get(path, call)).status]).toEqual([path, 404]);
      for (const query of ['', '?status=open', '?stage=mix', `?first=200`]) {
        const list = await bed.get(`${orders}${query}`, call);
        expect(list.status).toBe(200);
        expect(JSON.stringify(list.body)).not.toContain(id);
      }
      const writes: [path: string, body: object][] = [
        [`${orders}/${id}/cancel`, {}],
        [`${orders}/${id}/cancel`, { reason: 'mine now' }],
        [`${orders}/${id}/claim`, { stage: 'mix' }],
        [`${orders}/${id}/release`, { stage: 'mix' }],
        [`${orders}/${id}/complete`, { stage: 'mix', visit: 1 }],
        [`${orders}/${id}/complete`, { stage: 'no-such-stage' }],
        [`${orders}/${id}/fail`, { stage: 'mix', reason: 'x' }],
        [`${orders}/${id}/recall`, { stage: 'mix' }],
        [`${orders}/${id}/mark`, { rushed: true }],
        [`${orders}/${id}/resolve`, { action: 'scrap' }],
        ['/api/v1/order/mix', { Order: { Id: id } }],
        ['/api/v1/order/mix', { Order: { Id: id, MixedBy: 'carl' } }],
        ['/api/v1/order/reporterror', { Order: { Id: id }, Reason: 'x' }],
      ];
      for (const [path, body] of writes) {
        const answer = await bed.post(path, { ...call, body });
        expect([path, [403, 404].includes(answer.status)]).toEqual([path, true]);
        expect(JSON.stringify(answer.body)).not.toMatch(/Lemon|carl/);
      }
    }
    const after = await bed.get(`${orders}/${id}`, everyone.owner);
    expect(after.body.order.version).toBe(order.version);
  });

  it('is not given to who repeats its key, or a command id', async () => {
    const mine = await bed.post(orders, { ...everyone.owner, key: 'k-own', body: { details: lemon } });
    const theirs = await bed.post(orders, { ...everyone.stranger, key: 'k-own', body: { details: lemon } });
    expect(theirs.body.order.id).not.toBe(mine.body.order.id);
    const path = `${orders}/${mine.body.order.id}/cancel`;
    expect((await bed.post(path, { ...everyone.owner, key: 'k-cancel', body: {} })).status).toBe(200);
    expect((await bed.post(path, { ...everyone.stranger, key: 'k-cancel', body: {} })).status).toBe(404);
  });
});

describe('a claim', () => {
  it('is not taken from a person by a name, even while it is being made', async () => {
    const thief = { user: 'tom', roles: 'mixer', claims: 'team=Lemon' };
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const { id } = await placeFor();
        const claiming = bed.post(`${orders}/${id}/claim`, { ...everyone.mixer, body: { stage: 'mix' } });
        const claimed = await claiming;
        const theft = await bed.post(`${orders}/${id}/complete`, {
          ...thief,
          body: { stage: 'mix', as: 'mo' },
        });
        const old = await bed.post('/api/v1/order/mix', {
          ...thief,
          body: { Order: { Id: id, MixedBy: 'mo' } },
        });
        return [claimed.status, theft.status, old.status, theft.body.code].join(' ');
      }),
    );
    expect(new Set(outcomes)).toEqual(new Set(['200 409 409 CLAIMED']));
  });

  it('stays with the person whose name changes, and is not given to who takes the name', async () => {
    // Without OIDC the name is the subject, so a new name is a new person: the tokens of a real provider are in oidc.test.ts.
    const { id } = await placeFor();
    await bed.post(`${orders}/${id}/claim`, { ...everyone.mixer, body: { stage: 'mix', as: 'ann' } });
    const asAnn = { user: 'ann', roles: 'mixer', claims: 'team=Lemon' };
    expect((await bed.post(`${orders}/${id}/release`, { ...asAnn, body: { stage: 'mix' } })).status).toBe(
      409,
    );
    const own = await bed.post(`${orders}/${id}/release`, {
      ...everyone.mixer,
      body: { stage: 'mix', as: 'ann' },
    });
    expect(own.status).toBe(200);
  });

  it('under a given name has both in the order: the name, and who was signed in', async () => {
    const { id } = await placeFor();
    const { body } = await bed.post(`${orders}/${id}/claim`, {
      ...everyone.mixer,
      body: { stage: 'mix', as: 'ann' },
    });
    expect(body.order).toMatchObject({ claimedBy: 'ann', claimedActor: { sub: 'mo', via: 'as' } });
    const seen = await bed.get(`${orders}/${id}`, everyone.owner);
    expect(seen.body.order.claimedBy).toBe('mixer');
    expect(JSON.stringify(seen.body)).not.toMatch(/ann|"mo"/);
  });
});

describe('a program', () => {
  it('orders for a customer, who then has the order; nobody else may', async () => {
    const body = { details: lemon, customerId: 'carl' };
    const placed = await bed.post(orders, { ...everyone.shop, key: 'k-shop', body });
    expect(placed.status).toBe(201);
    expect(placed.body.order.customerId).toBe('carl');
    expect((await bed.get(`${orders}/${placed.body.order.id}`, everyone.owner)).status).toBe(200);
    const again = await bed.post(orders, { ...everyone.shop, key: 'k-shop', body });
    expect(again.body.order.id).toBe(placed.body.order.id);
    const other = await bed.post(orders, {
      ...everyone.shop,
      key: 'k-shop',
      body: { ...body, customerId: 'dora' },
    });
    expect([other.status, other.body.code]).toEqual([422, 'KEY_REUSED']);
    for (const call of [everyone.stranger, everyone.mixer, everyone.nobody, everyone.sre]) {
      expect((await bed.post(orders, { ...call, body })).status).toBe(403);
    }
    expect((await bed.post(orders, { ...everyone.shop, body: { details: lemon } })).status).toBe(403);
  });
});

it('counts each denial by its reason', async () => {
  const count = async (reason: string): Promise<number> => {
    const text = await bed.registry.getSingleMetricAsString('cupcakery_denied_total');
    return Number(new RegExp(`reason="${reason}"[^}]*} (\\d+)`).exec(text)?.[1]);
  };
  const before = [await count('role'), await count('not_yours')];
  const { id } = await placeFor();
  const answers: Answer[] = [
    await bed.post(`${orders}/${id}/resolve`, { ...everyone.stranger, body: { action: 'retry' } }),
    await bed.post(`${orders}/${id}/cancel`, { ...everyone.stranger, body: {} }),
    await bed.get(`${orders}/${id}`, everyone.stranger),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 404, 404]);
  expect([await count('role'), await count('not_yours')]).toEqual([
    (before[0] ?? 0) + 1,
    (before[1] ?? 0) + 2,
  ]);
});
