import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../tools/wait.ts';
import { type AttackedGateway, startAttackedGateway } from './gateway/attacked-gateway.ts';
import { openAcceptedAttacker, openAttacker, postAs } from './gateway/attacker.ts';

const maxPending = 100;
let gateway: AttackedGateway;

beforeAll(async () => {
  gateway = await startAttackedGateway('consumption', {
    MAX_PENDING_STREAMS: String(maxPending),
    INIT_TIMEOUT_MS: '4000',
  });
});
afterAll(() => gateway?.stop());
afterEach(() => expect(gateway.crashes()).toEqual([]));

const consumption = 'API4:2023 Unrestricted Resource Consumption:';
const subscription = `subscription S($workflow: String!, $filter: OrderFilter) {
  orders(workflow: $workflow, filter: $filter) { cursor }
}`;
const subscribe = (id: string, query: string, variables: object = {}) => ({
  type: 'subscribe',
  id,
  payload: { query, variables: { workflow: gateway.workflow, ...variables } },
});

test(`${consumption} 750 subscriptions of filters of 240 KB keep no more than a user may keep`, async () => {
  await gateway.honest.isServedDuring(async () => {
    const refusals = await gateway.metric('cupcakery_client_refusals_total');
    const open = await gateway.metric('cupcakery_subscriptions');
    const attackers = await Promise.all(
      Array.from({ length: 15 }, () => openAcceptedAttacker(gateway.ws, 'mallory')),
    );
    for (const [s, attacker] of attackers.entries()) {
      for (let n = 0; n < 50; n += 1) {
        const ids = Array.from({ length: 1000 }, (_, i) => `${s}-${n}-${i}-`.padEnd(200, 'x'));
        attacker.send(subscribe(`${n}`, subscription, { filter: { ids } }));
      }
    }
    // Each socket sends more bytes than it may: it is closed with what it holds.
    expect(await Promise.all(attackers.map(({ closed }) => closed))).toEqual(attackers.map(() => 4430));
    expect(await gateway.metric('cupcakery_client_refusals_total')).toBeGreaterThan(refusals + 100);
    await waitFor(
      'all of that to be gone',
      async () => (await gateway.metric('cupcakery_subscriptions')) === open,
      {
        withinMs: 30_000,
      },
    );
  });
});

test(`${consumption} ids of operations of 240 KB are kept by no subscription`, async () => {
  await gateway.honest.isServedDuring(async () => {
    const attackers = await Promise.all(
      Array.from({ length: 30 }, () => openAcceptedAttacker(gateway.ws, 'mallory')),
    );
    for (const { send } of attackers) send(subscribe('x'.repeat(240_000), subscription));
    expect(await Promise.all(attackers.map(({ closed }) => closed))).toEqual(attackers.map(() => 4400));
  });
});

test(`${consumption} sockets without a token from five addresses keep nobody out, and end at the time-out`, async () => {
  await gateway.honest.isServedDuring(async () => {
    const ends: Promise<number>[] = [];
    for (let n = 0; n < 3 * maxPending; n += 1) {
      const address = `203.0.113.${1 + (n % 5)}`;
      const opened = openAttacker(gateway.ws, { address }).then(
        ({ closed }) => void ends.push(closed),
        // Refused before the upgrade, once these addresses have filled the pool.
        () => {},
      );
      if (n % 20 === 19) await opened;
    }
    const newcomer = await openAttacker(gateway.ws, { user: 'new', address: '198.51.100.2' });
    newcomer.send({ type: 'connection_init' });
    await waitFor('the newcomer to be accepted', () => newcomer.messages.length > 0, { withinMs: 30_000 });
    newcomer.socket.terminate();
    for (const code of await Promise.all(ends)) expect([1006, 4408]).toContain(code);
    expect(ends.length).toBeGreaterThan(0);
  });
});

test.each<[string, (n: number) => object[], number]>([
  [
    '3,000 operations that are completed at once',
    (n) => [subscribe(`${n}`, '{ me { name } }'), { type: 'complete', id: `${n}` }],
    3000,
  ],
  ['200 invalid documents', (n) => [subscribe(`${n}`, `{ ${`nothing${n} `.repeat(300)} }`)], 200],
  ['20,000 pings', () => [{ type: 'ping' }], 20_000],
])(`${consumption} %s on a socket end with close code 4430`, async (_name, messagesOf, count) => {
  await gateway.honest.isServedDuring(async () => {
    const attacker = await openAcceptedAttacker(gateway.ws, 'mallory');
    for (let n = 0; n < count; n += 1) for (const message of messagesOf(n)) attacker.send(message);
    expect(await attacker.closed).toBe(4430);
  });
});

test(`${consumption} a flood of requests by HTTP ends with 429 and Retry-After; others are answered`, async () => {
  await gateway.honest.isServedDuring(async () => {
    let refused: Response | undefined;
    for (let round = 0; round < 100 && !refused; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          postAs(gateway.http, 'flood', { query: `{ ${`nothing${round}x${n} `.repeat(150)} }` }),
        ),
      );
      for (const answer of answers) await answer.arrayBuffer();
      refused = answers.find(({ status }) => status === 429);
    }
    expect(refused?.status).toBe(429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await postAs(gateway.http, 'ann', { query: '{ me { name } }' })).status).toBe(200);
  });
});
