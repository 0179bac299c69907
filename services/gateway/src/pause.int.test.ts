import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { as } from './testing/operations.ts';
import { people, startTestKitchen, type TestKitchen } from './testing/test-kitchen.ts';

const { ann, mia, sue } = people;
const patient = { timeout: 15_000, interval: 50 };
const stranger = as('sid', 'ship-cook');
let kitchen: TestKitchen;
beforeAll(async () => {
  kitchen = await startTestKitchen(inject('brokers'), 'pause');
});
afterAll(() => kitchen?.stop());

const resultShape = z.object({
  pause: z.object({ reason: z.string(), by: z.string().nullable(), at: z.string() }).nullable(),
  errors: z.array(z.object({ code: z.string(), message: z.string() })),
});

async function change(name: string, input: object, headers: Record<string, string>) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const workflow = kitchen.pipeline.workflow.name;
  const { data } = await kitchen.run(
    `mutation Do($input: ${type}) { ${name}(input: $input) { pause { reason by at } errors { code message } } }`,
    { workflow: undefined, input: { workflow, ...input } },
    headers,
  );
  return z.record(z.string(), resultShape).parse(data)[name];
}

const seenBy = async (headers: Record<string, string>) =>
  (
    await kitchen.run(
      'query Q($workflow: String!) { workflow(name: $workflow) { intakePaused { reason by } stages { name paused { reason by } } } }',
      {},
      headers,
    )
  ).data;

const liveShape = z.object({
  backlog: z.object({
    backlog: z.object({
      intakePaused: z.object({ reason: z.string(), by: z.string() }).nullable(),
      stages: z.array(
        z.object({
          paused: z.object({ reason: z.string(), by: z.string() }).nullable(),
          stalledSince: z.string().nullable(),
        }),
      ),
    }),
  }),
});

/** The last payload of a cook's live backlog. */
function followBacklog() {
  const client = createClient({
    url: kitchen.gateway.ws,
    webSocketImpl: WebSocket,
    connectionParams: mia,
    lazy: false,
  });
  const workflow = kitchen.pipeline.workflow.name;
  let last: z.infer<typeof liveShape>['backlog']['backlog'] | undefined;
  client.subscribe(
    {
      query: `subscription S($workflow: String!) { backlog(workflow: $workflow, intervalMs: 1000) {
        backlog { intakePaused { reason by } stages { paused { reason by } stalledSince } } } }`,
      variables: { workflow },
    },
    {
      next: ({ data }) => (last = liveShape.parse(data).backlog.backlog),
      error: () => {},
      complete: () => {},
    },
  );
  return { last: () => last, stop: () => client.dispose() };
}

test('a cook pauses the own stage, screens learn it, and estimates say nothing until it goes on', async () => {
  const id = await kitchen.place();
  const live = followBacklog();
  const reason = 'The mixer is broken';
  expect(await change('pauseStage', { stage: 'mix', reason }, mia)).toEqual({
    pause: { reason, by: 'mia', at: expect.any(String) },
    errors: [],
  });
  await vi.waitFor(() => {
    expect(live.last()?.stages[0]).toEqual({ paused: { reason, by: 'mia' }, stalledSince: null });
  }, patient);
  // Also for customers, without the name.
  expect(await seenBy(ann)).toMatchObject({
    workflow: {
      intakePaused: null,
      stages: [{ name: 'mix', paused: { reason, by: null } }, { paused: null }],
    },
  });
  const estimate =
    'query Q($workflow: String!, $id: ID!) { order(workflow: $workflow, id: $id) { estimate { from stalledAt } } }';
  await vi.waitFor(async () => {
    expect((await kitchen.run(estimate, { id }, ann)).data).toEqual({
      order: { estimate: { from: null, stalledAt: 'mix' } },
    });
  }, patient);
  // People may go on by hand.
  expect((await kitchen.mutate('completeTicket', { orderId: id, stage: 'mix' }, mia)).errors).toEqual([]);

  expect(await change('resumeStage', { stage: 'mix' }, mia)).toEqual({ pause: null, errors: [] });
  await vi.waitFor(() => expect(live.last()?.stages[0]?.paused).toBeNull(), patient);
  await live.stop();
});

test('while the intake is paused an order is refused with the reason, until it is resumed', async () => {
  const live = followBacklog();
  const reason = 'The shop is closed';
  const input = { details: { flavour: 'Lemon' } };
  expect((await change('pauseIntake', { reason }, sue))?.pause).toMatchObject({ reason, by: 'sue' });
  await vi.waitFor(() => expect(live.last()?.intakePaused).toEqual({ reason, by: 'sue' }), patient);
  await vi.waitFor(async () => {
    const { order, errors } = await kitchen.mutate('placeOrder', input, ann);
    expect([order, errors]).toEqual([null, [{ code: 'INTAKE_PAUSED', message: reason, field: null }]]);
  }, patient);
  expect(await seenBy(ann)).toMatchObject({ workflow: { intakePaused: { reason, by: null } } });
  expect(await change('resumeIntake', {}, sue)).toEqual({ pause: null, errors: [] });
  await vi.waitFor(
    async () => expect((await kitchen.mutate('placeOrder', input, ann)).errors).toEqual([]),
    patient,
  );
  await live.stop();
});

test('it is refused to who may not, and for what does not exist', async () => {
  const codeOf = async (...args: Parameters<typeof change>) => (await change(...args))?.errors[0]?.code;
  expect(await codeOf('pauseStage', { stage: 'mix', reason: 'x' }, stranger)).toBe('FORBIDDEN');
  expect(await codeOf('pauseIntake', { reason: 'x' }, mia)).toBe('FORBIDDEN');
  expect(await codeOf('resumeIntake', {}, ann)).toBe('FORBIDDEN');
  expect(await codeOf('pauseStage', { stage: 'paint', reason: 'x' }, sue)).toBe('INVALID');
  expect(await codeOf('pauseStage', { stage: 'mix', reason: '' }, sue)).toBe('INVALID');
});
