import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { waitFor } from '../tools/wait.ts';
import { type AttackedGateway, startAttackedGateway } from './gateway/attacked-gateway.ts';
import { openAcceptedAttacker, openAttacker, postAs } from './gateway/attacker.ts';
import { writeOldRecords } from './gateway/old-records.ts';

let gateway: AttackedGateway;

beforeAll(async () => {
  // A short ring: what is older is read from the log.
  const time = Date.now() - 7_200_000;
  gateway = await startAttackedGateway('requests', { RESUME_EVENTS: '5' }, (broker, writer) =>
    writeOldRecords(broker, writer, { count: 40, time }),
  );
});
afterAll(() => gateway?.stop());
afterEach(() => expect(gateway.crashes()).toEqual([]));

const answer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
});
const spread = (count: number) =>
  `query { me { ...f0 } } ${Array.from({ length: count }, (_, n) => `fragment f${n} on Me { name ...f${n + 1} ...f${n + 1} }`).join(' ')} fragment f${count} on Me { name }`;

test.each<[string, unknown, RegExp]>([
  ['fields nested 20 levels deep', { query: `{ a ${'{ a '.repeat(19)} ${'}'.repeat(19)} }` }, /levels/],
  ['100 root fields', { query: `{ ${'me { name } '.repeat(100)} }` }, /root fields/],
  [
    '100 aliases',
    { query: `{ me { ${Array.from({ length: 100 }, (_, n) => `a${n}: name`).join(' ')} } }` },
    /aliases/,
  ],
  ['fragments that double 60 times', { query: spread(60) }, /may cost/],
  [
    '150 directives',
    { query: `{ me { name ${'@include(if: true) '.repeat(150)} } }` },
    /directives|tokens|Directive/i,
  ],
  ['40,000 tokens', { query: `{ me { ${'name '.repeat(40_000)} } }` }, /token/],
  ['50,000 comments', { query: `${'#\n'.repeat(50_000)}{ me { name } }` }, /comments/],
  ['introspection', { query: '{ __schema { types { name } } }' }, /introspection/],
  ['a batch of 100', Array.from({ length: 100 }, () => ({ query: '{ me { name } }' })), /batch/i],
])(
  'API4:2023 Unrestricted Resource Consumption: %s by HTTP are refused, and nothing is executed',
  async (_name, body, message) => {
    await gateway.honest.isServedDuring(async () => {
      const { data, errors } = answer.parse(await (await postAs(gateway.http, 'mallory', body)).json());
      expect(data ?? null).toBeNull();
      expect(errors?.[0]?.message).toMatch(message);
    });
  },
);

test('API4:2023 Unrestricted Resource Consumption: lists nested 60,000 deep in variables end in an answer', async () => {
  await gateway.honest.isServedDuring(async () => {
    const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
    const body = `{"query":"query Q($filter: OrderFilter) { orders(workflow: \\"${gateway.workflow}\\", filter: $filter) { totalCount } }","variables":{"filter":${deep}}}`;
    const reply = await postAs(gateway.http, 'mallory', body);
    expect(answer.parse(await reply.json()).errors?.length).toBeGreaterThan(0);
  });
});

test('API4:2023 Unrestricted Resource Consumption: 300 connections with endless headers are ended', async () => {
  await gateway.honest.isServedDuring(async () => {
    const url = new URL(gateway.http);
    const ends = Array.from({ length: 300 }, async () => {
      const socket = connect(Number(url.port), url.hostname);
      socket.on('error', () => {});
      socket.resume();
      socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\n');
      const drip = setInterval(() => socket.write('X-More: 1\r\n'), 500);
      await new Promise((done) => socket.once('close', done));
      clearInterval(drip);
    });
    await Promise.all(ends);
    expect((await postAs(gateway.http, 'ann', { query: '{ me { name } }' })).status).toBe(200);
  });
});

test('API8:2023 Security Misconfiguration: a page of another site opens no socket and sends no operation', async () => {
  const origin = 'https://evil.example';
  await expect(openAttacker(gateway.ws, { user: 'ann' }, { origin })).rejects.toThrow('403');
  expect((await postAs(gateway.http, 'ann', { query: '{ me { name } }' }, { origin })).status).toBe(403);
});

test('API8:2023 Security Misconfiguration: a form of another site, which needs no preflight, is refused', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const reply = await postAs(gateway.http, 'ann', '{"query":"{ me { name } }"}', { 'content-type': type });
    expect(reply.status).toBe(415);
  }
});

const resumeDocument = `subscription R($workflow: String!, $after: Cursor) {
  orders(workflow: $workflow, after: $after) { cursor kind orders { id } }
}`;
const payloadShape = z.object({
  payload: z.object({ data: z.object({ orders: z.object({ cursor: z.string(), kind: z.string() }) }) }),
});

/** The first message of a subscription that resumes from a cursor. */
async function resume(after: string | null): Promise<string> {
  const attacker = await openAcceptedAttacker(gateway.ws, 'mallory');
  const variables = { workflow: gateway.workflow, after };
  attacker.send({ type: 'subscribe', id: 'r', payload: { query: resumeDocument, variables } });
  const first = await waitFor('an answer', () => attacker.messages[1], { withinMs: 30_000 });
  attacker.socket.terminate();
  return first;
}

test('API4:2023 Unrestricted Resource Consumption: a forged cursor of offset 0 and now does not have the whole log read', async () => {
  await gateway.honest.isServedDuring(async () => {
    const { cursor } = payloadShape.parse(JSON.parse(await resume(null))).payload.data.orders;
    const bytes = Buffer.from(cursor, 'base64url');
    // Version, origin and time stay; each of the four partitions begins at 0.
    const forged = Buffer.concat([bytes.subarray(0, 13), Buffer.alloc(4)]).toString('base64url');
    expect(await resume(forged)).toContain('CURSOR_EXPIRED');
    expect(payloadShape.parse(JSON.parse(await resume(cursor))).payload.data.orders.kind).toBe('CHANGE');
  });
});
