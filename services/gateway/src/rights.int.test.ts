import type { Caller } from '@cupcakery/workflow/access/caller';
import { type Action, may } from '@cupcakery/workflow/access/rights';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { z } from 'zod';
import { fieldRights } from './graphql/rights/field-rights.ts';
import { post, watchSse, watchWs } from './testing/clients.ts';
import { as } from './testing/operations.ts';
import { startTestKitchen, type TestKitchen } from './testing/test-kitchen.ts';

let kitchen: TestKitchen;
beforeAll(async () => {
  kitchen = await startTestKitchen(inject('brokers'), 'rights', 'scope: { field: flavour, claim: team }');
});
afterAll(() => kitchen?.stop());

const withTeam = (user: string, roles: string, ...teams: string[]) => ({
  ...as(user, roles),
  'x-cupcakery-claims': teams.map((team) => `team=${team}`).join('&'),
});
type Headers = Record<string, string>;
/** Everyone that differs in rights; orders are ann's, of the team Lemon. */
const everyone = {
  nobody: as('nobody', 'stranger'),
  owner: as('ann', 'customer'),
  'another customer': as('dora', 'customer'),
  'mix-cook': withTeam('mia', 'mix-cook', 'Lemon'),
  'mix-cook of another team': withTeam('max', 'mix-cook', 'Mint'),
  'ship-cook of no team': as('sid', 'ship-cook'),
  sre: as('sue', 'sre'),
  'sre of another workflow': as('sam', 'leave:sre'),
  shop: as('shop-1', 'shop'),
  admin: as('cleo', 'admin'),
} satisfies Record<string, Headers>;
const insiders = ['mix-cook', 'sre', 'admin'];

function callerOf(headers: Headers): Caller {
  const claims = new URLSearchParams(headers['x-cupcakery-claims'] ?? '');
  return {
    subject: headers['x-cupcakery-user'] ?? '',
    roles: (headers['x-cupcakery-roles'] ?? '').split(','),
    claims: { team: claims.getAll('team') },
  };
}

/** Fields of the shop have tests of their own: rights on collections are in their files. */
type OfShop = 'collections' | 'item' | 'items' | 'shop' | 'createItem' | 'replaceItem' | 'deleteItem';
type OfOrders<T> = Exclude<T, OfShop>;

/** What each root field needs beside the workflow, and what to select. */
const queries: Record<OfOrders<keyof (typeof fieldRights)['Query']>, string> = {
  order: '(workflow: $workflow, id: $id) { id }',
  orders: '(workflow: $workflow) { edges { node { id } } }',
  tickets: '(workflow: $workflow, stage: "mix") { order { id } }',
  workflows: '{ name }',
  workflow: '(name: $workflow) { name stages { role } }',
  recentlyDone: '(workflow: $workflow, stage: "mix") { id }',
  incidents: '(workflow: $workflow) { id }',
  backlog: '(workflow: $workflow) { workflow }',
  lagHistory: '(workflow: $workflow) { stage }',
  decisionHistory: '(workflow: $workflow) { lag }',
  floor: '(workflow: $workflow) { workflow }',
  me: '{ subject }',
};
const subscriptionFields: Record<OfOrders<keyof (typeof fieldRights)['Subscription']>, string> = {
  orders: '(workflow: $workflow) { kind orders { id } }',
  tickets: '(workflow: $workflow, stage: "mix") { kind tickets { order { id } } }',
  order: '(workflow: $workflow, id: $id) { kind order { id } }',
  backlog: '(workflow: $workflow) { backlog { workflow } }',
};
const mutationFields: Record<
  OfOrders<keyof (typeof fieldRights)['Mutation']>,
  [input: string, fields: object]
> = {
  placeOrder: ['PlaceOrderInput', { details: { flavour: 'Lemon' } }],
  claimTicket: ['TicketInput', { stage: 'mix' }],
  releaseTicket: ['TicketInput', { stage: 'mix' }],
  completeTicket: ['TicketInput', { stage: 'mix' }],
  recallTicket: ['TicketInput', { stage: 'mix' }],
  failTicket: ['FailTicketInput', { stage: 'mix', reason: 'no eggs' }],
  markOrder: ['MarkOrderInput', { rushed: true }],
  cancelOrder: ['CancelOrderInput', {}],
  resolveIncident: ['ResolveIncidentInput', { action: 'SCRAP' }],
  discardRecord: ['DiscardRecordInput', { incidentId: 'none' }],
  pauseStage: ['PauseStageInput', { stage: 'mix', reason: 'no eggs' }],
  resumeStage: ['ResumeStageInput', { stage: 'mix' }],
  pauseIntake: ['PauseIntakeInput', { reason: 'closed' }],
  resumeIntake: ['ResumeIntakeInput', {}],
};
const head = '($workflow: String!, $id: ID!)';
/** GraphQL refuses variables that an operation does not use. */
const variablesIn = (text: string, names: Record<string, unknown>) => {
  const used = Object.entries(names).filter(([name]) => text.includes(`$${name}`));
  const types = used.map(([name]) => (name === 'workflow' ? '$workflow: String!' : '$id: ID!'));
  return { signature: used.length > 0 ? `(${types.join(', ')})` : '', variables: Object.fromEntries(used) };
};

async function placed(): Promise<string> {
  const id = await kitchen.place(everyone.owner);
  await vi.waitFor(async () => {
    const { data } = await kitchen.run(`query Q${head} { order(workflow: $workflow, id: $id) { id } }`, {
      id,
    });
    expect(data).toEqual({ order: { id } });
  }, 10_000);
  return id;
}

test('every query is answered or refused to everyone as the table of rights says', async () => {
  const id = await placed();
  const wrong: string[] = [];
  for (const [field, text] of Object.entries(queries)) {
    const action = fieldRights.Query[field as keyof typeof queries];
    for (const [who, headers] of Object.entries(everyone)) {
      const { signature, variables } = variablesIn(text, { workflow: kitchen.pipeline.workflow.name, id });
      const { data, errors } = await post(
        kitchen.gateway.url,
        `query Q${signature} { ${field}${text} }`,
        variables,
        headers,
      );
      const codes = (errors ?? []).map((e) => e.extensions?.code);
      const allowed = may(callerOf(headers), action, { workflow: kitchen.pipeline.workflow });
      if ((codes.join() === 'FORBIDDEN') === allowed || (allowed && codes.length > 0)) {
        wrong.push(`${field} by ${who}: ${codes}`);
      }
      // Whoever may ask still finds only what is theirs.
      const sees = JSON.stringify(data ?? null).includes(id);
      if (sees && who !== 'owner' && !insiders.includes(who))
        wrong.push(`${field} shows the order to ${who}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('every subscription is opened or refused to everyone as the table of rights says', async () => {
  const id = await placed();
  const wrong: string[] = [];
  for (const [field, text] of Object.entries(subscriptionFields)) {
    const action = fieldRights.Subscription[field as keyof typeof subscriptionFields];
    await Promise.all(
      Object.entries(everyone).map(async ([who, headers]) => {
        const { signature, variables } = variablesIn(text, { workflow: kitchen.pipeline.workflow.name, id });
        const first = await firstEvent(`subscription S${signature} { ${field}${text} }`, variables, headers);
        const allowed = may(callerOf(headers), action, { workflow: kitchen.pipeline.workflow });
        if (first.includes('FORBIDDEN') === allowed) wrong.push(`${field} by ${who}: ${first}`);
        if (first.includes(id) && who !== 'owner' && !insiders.includes(who)) {
          wrong.push(`${field} shows the order to ${who}`);
        }
      }),
    );
  }
  expect(wrong).toEqual([]);
});

/** The first event of a stream, or the answer where there is no stream. */
async function firstEvent(query: string, variables: object, headers: Headers): Promise<string> {
  const abort = new AbortController();
  const response = await fetch(kitchen.gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: abort.signal,
  });
  let text = '';
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (/event: next\n(.*\n)*\n/.test(text)) break;
  }
  abort.abort();
  return text;
}

const onNoOrder: Action[] = ['order.place', 'record.discard', 'stage.pause', 'intake.pause'];

test('every mutation is carried out or refused to everyone as the table of rights says', async () => {
  const wrong: string[] = [];
  for (const [field, [input, fields]] of Object.entries(mutationFields)) {
    const action = fieldRights.Mutation[field as keyof typeof mutationFields];
    const isOnOrder = !onNoOrder.includes(action);
    for (const [who, headers] of Object.entries(everyone)) {
      const orderId = isOnOrder ? await kitchen.place(everyone.owner) : undefined;
      const { data, errors } = await post(
        kitchen.gateway.url,
        `mutation M($input: ${input}!) { result: ${field}(input: $input) { errors { code } } }`,
        {
          input: {
            workflow: kitchen.pipeline.workflow.name,
            ...(orderId === undefined ? {} : { orderId }),
            ...fields,
          },
        },
        headers,
      );
      expect(errors).toBeUndefined();
      const { result } = z
        .object({ result: z.object({ errors: z.array(z.object({ code: z.string() })) }) })
        .parse(data);
      const code = result.errors[0]?.code ?? 'done';
      const isDenied = code === 'FORBIDDEN' || (code === 'NOT_FOUND' && isOnOrder);
      const { workflow } = kitchen.pipeline;
      // What is in the order does not matter here but whose it is, and its team.
      const order = orderId === undefined ? undefined : await kitchen.pipeline.reached(orderId, 1);
      const allowed = may(callerOf(headers), action, { workflow, stage: 'mix', order });
      if (isDenied === allowed) wrong.push(`${field} by ${who}: ${code}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('an order of another person is found in none of the ways to follow it', async () => {
  const id = await placed();
  const { name } = kitchen.pipeline.workflow;
  const outsiders = Object.entries(everyone).filter(([who]) => who !== 'owner' && !insiders.includes(who));
  const watches = outsiders.flatMap(([, headers]) => [
    watchWs(kitchen.gateway.ws, { workflow: name }, headers),
    watchWs(kitchen.gateway.ws, { workflow: name, filter: { ids: [id] } }, headers),
    watchSse(kitchen.gateway.url, { workflow: name, filter: { mine: true } }, headers),
  ]);
  const own = watchWs(kitchen.gateway.ws, { workflow: name, filter: { ids: [id] } }, everyone.owner);
  await vi.waitFor(() => expect(watches.every(({ payloads }) => payloads.length > 0)).toBe(true), 10_000);
  await kitchen.mutate('completeTicket', { orderId: id, stage: 'mix' }, everyone['mix-cook']);
  await kitchen.mutate('completeTicket', { orderId: id, stage: 'ship' }, everyone.admin);
  await vi.waitFor(
    () => expect(own.payloads.flatMap(({ orders }) => orders).at(-1)?.status).toBe('FINISHED'),
    10_000,
  );
  // A change of each watcher's own comes after those: what it could have been sent of the other order, it has been sent.
  for (const [, headers] of outsiders)
    await kitchen.mutate('placeOrder', { details: { flavour: 'Mint' } }, headers);
  for (const { payloads } of watches) expect(JSON.stringify(payloads)).not.toContain(id);
  for (const watch of [...watches, own]) watch.stop();
});

test('a customer sees roles and a sentence, wherever the order is shown', async () => {
  const id = await placed();
  const cook = everyone['mix-cook'];
  await kitchen.mutate('claimTicket', { orderId: id, stage: 'mix' }, cook);
  await kitchen.mutate(
    'failTicket',
    { orderId: id, stage: 'mix', reason: 'http://10.0.0.7 answered mia' },
    cook,
  );
  await kitchen.shown(id, 3);
  const order = 'id claimedBy claimedActor { sub } incident { reason by } stages { by }';
  const parts = `${order} history(first: 20) { waterfall events { by reason actor { sub } } }`;
  const documents = [
    `query Q${head} { order(workflow: $workflow, id: $id) { ${parts} } }`,
    `query Q${head} { orders(workflow: $workflow, filter: { ids: [$id] }, first: 5) { edges { node { ${parts} } } } }`,
    `subscription S${head} { order(workflow: $workflow, id: $id) { order { ${parts} } } }`,
    `subscription S${head} { orders(workflow: $workflow, filter: { ids: [$id] }) { orders { ${order} } } }`,
  ];
  const variables = { workflow: kitchen.pipeline.workflow.name, id };
  for (const document of documents) {
    const seen = await firstEvent(document, variables, everyone.owner);
    expect(seen).toContain('mix-cook');
    expect(seen).toContain('kitchen is looking into it');
    expect(seen).not.toMatch(/mia|10\.0\.0\.7/);
    const staff = await firstEvent(document, variables, everyone.sre);
    expect(staff).toContain('http://10.0.0.7 answered mia');
    if (document.includes('history')) expect(staff).toContain('"actor":{"sub":"mia"}');
  }
  const { data } = await kitchen.run(
    `mutation M${head} { cancelOrder(input: { workflow: $workflow, orderId: $id }) { order { ${parts} } } }`,
    { id },
    everyone.owner,
  );
  expect(JSON.stringify(data)).toContain('customer');
  expect(JSON.stringify(data)).not.toMatch(/mia|10\.0\.0\.7/);
});
