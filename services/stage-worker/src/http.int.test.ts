import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInspector } from '@cupcakery/kit/kafka/admin/inspector';
import { readCommitMetadata } from '@cupcakery/kit/kafka/consume/commit-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { openTestBed, type TestBed } from './testing/test-bed.ts';

type Call = { key: string; ticket: { id: string; stage: string; details: unknown } };
type Behaviour = (
  call: Call,
  nth: number,
) => { status: number; body?: unknown; headers?: Record<string, string> } | 'hang' | 'destroy' | 'half';

let bed: TestBed;
let server: Server;
let port = 0;
let calls: Call[] = [];
let behave: Behaviour = () => ({ status: 204 });

async function listen(): Promise<void> {
  server = createServer(async (request, response) => {
    // A probe of a target that was down brings no ticket.
    if (request.method === 'HEAD') return void response.writeHead(405).end();
    const call = {
      key: String(request.headers['idempotency-key']),
      ticket: JSON.parse(await bodyOf(request)),
    };
    calls.push(call);
    const answer = behave(call, calls.filter((c) => c.key === call.key).length);
    if (answer === 'hang') return;
    if (answer === 'destroy') return void request.socket.destroy();
    if (answer === 'half') {
      response.writeHead(200, { 'content-length': '100' });
      return void response.write('{', () => request.socket.destroy());
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
}

async function close(): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const ann = { kind: 'cook', name: 'ann' } as const;
const dependencyDown = async () =>
  (await bed.registry.getSingleMetric('cupcakery_dependency_down')?.get())?.values.find(
    (v) => v.labels.stage === 'mix',
  )?.value;

beforeAll(async () => {
  await listen();
  bed = await openTestBed(inject('brokers'), [
    `name: mix, done: mixed, verb: mix, mode: http, url: "http://127.0.0.1:${port}/mix", timeout: 1s, attempts: 2, capacity: 5, cancellable: true`,
    'name: rest, done: rested, verb: rest, mode: manual',
  ]);
  await bed.startWorker({ STAGES: 'mix' });
});
afterAll(async () => {
  await bed?.close();
  await close();
});
beforeEach(() => {
  calls = [];
  behave = () => ({ status: 204 });
});

describe('a worker of an http stage', () => {
  it('posts the ticket with a key of its own and completes on 2xx', async () => {
    const id = await bed.place();
    await bed.waitForOrder(id, (o) => o.stage === 'rest');
    expect(calls).toHaveLength(1);
    expect(calls[0]?.key).toBe(`${id}/mix/1`);
    expect(calls[0]?.ticket).toMatchObject({ id, stage: 'mix', details: { flavour: 'Vanilla' } });
  });

  it('repeats a failing call under the same key, then opens an incident', async () => {
    behave = () => ({ status: 500 });
    const id = await bed.place();
    const order = await bed.waitForOrder(id, (o) => o.status === 'incident');
    expect(calls.map((c) => c.key)).toEqual([`${id}/mix/1`, `${id}/mix/1`]);
    expect(order.incident?.reason).toMatch(/500.*2 attempts/);
    behave = () => ({ status: 200 });
    const by = { kind: 'manager', name: 'mia' } as const;
    await bed.request({ type: 'resolve', orderId: id, by, action: 'retry' });
    await bed.waitForOrder(id, (o) => o.stage === 'rest');
    expect(calls.at(-1)?.key).toBe(`${id}/mix/2`);
  });

  it('gets over a call that fails once, and one that hangs', async () => {
    behave = (_call, nth) => (nth === 1 ? 'hang' : { status: 200 });
    const id = await bed.place();
    await bed.waitForOrder(id, (o) => o.stage === 'rest');
    expect(calls).toHaveLength(2);
  });

  it.each([409, 422])('treats %i as a final failure and reports the reason', async (status) => {
    behave = () => ({ status, body: { reason: 'no flour' } });
    const id = await bed.place();
    const order = await bed.waitForOrder(id, (o) => o.status === 'incident');
    expect(calls).toHaveLength(1);
    expect(order.incident?.reason).toContain('no flour');
  });

  it.each(['destroy', 'half'] as const)(
    'opens an incident for an order whose exchange always breaks off (%s), and goes on with the others',
    async (broken) => {
      // The first order that comes is the one that the target chokes on.
      let bad: string | undefined;
      behave = (call) => {
        bad ??= call.ticket.id;
        return call.ticket.id === bad ? broken : { status: 204 };
      };
      const ids = await Promise.all(Array.from({ length: 6 }, () => bed.place()));
      for (const id of ids) await bed.waitForOrder(id, (o) => o.stage === 'rest' || o.status === 'incident');
      const stopped = ids.filter((id) => bed.orders.get(id)?.status === 'incident');
      expect(stopped).toEqual([bad]);
      expect(bed.orders.get(stopped[0] ?? '')?.incident?.reason).toContain('2 attempts');
      await bed.waitUntilIdle('mix');
      expect(await dependencyDown()).toBe(0);
    },
  );

  it('opens an incident when the target redirects, and does not count it as down', async () => {
    behave = () => ({ status: 308, headers: { location: 'http://127.0.0.1:1/' } });
    const ids = await Promise.all([bed.place(), bed.place()]);
    for (const id of ids) {
      const order = await bed.waitForOrder(id, (o) => o.status === 'incident');
      expect(order.incident?.reason).toMatch(/308: redirects are not followed \(2 attempts\)/);
    }
    expect(await dependencyDown()).toBe(0);
  });

  it('keeps the tickets while the target is down, reports it, and uses up no attempts', async () => {
    await close();
    const ids = await Promise.all(Array.from({ length: 8 }, () => bed.place()));
    const inspector = createInspector(bed.kafka);
    const topic = bed.workflow.stages.find(({ name }) => name === 'mix')?.topic ?? '';
    /** Whether the commit of each partition says that the target is down. */
    const commits = async () => {
      const partitions = (await inspector.committed(`${bed.workflow.name}.mix`)).get(topic);
      return [...(partitions?.values() ?? [])].map(
        ({ offset, metadata }) => readCommitMetadata(offset, metadata).targetDown,
      );
    };
    await vi.waitFor(async () => expect(await dependencyDown()).toBe(1), { timeout: 20_000 });
    for (const id of ids) await bed.waitForOrder(id, (o) => o.status === 'open');
    // Visible from outside too, on every partition of the group.
    await vi.waitFor(async () => expect(await commits()).toEqual(Array(4).fill(true)), { timeout: 20_000 });
    await listen();
    for (const id of ids) await bed.waitForOrder(id, (o) => o.stage === 'rest');
    await vi.waitFor(async () => expect(await dependencyDown()).toBe(0), { timeout: 20_000 });
    await vi.waitFor(async () => expect(await commits()).toEqual(Array(4).fill(false)), { timeout: 20_000 });
    await inspector.stop();
    await bed.waitUntilIdle('mix');
  });

  it.each([
    ['cancelled', (id: string) => bed.request({ type: 'cancel', orderId: id, by: ann })],
    ['claimed', (id: string) => bed.request({ type: 'claim', orderId: id, by: ann, stage: 'mix' })],
  ])('works again when the target is back, though its only ticket was %s meanwhile', async (_name, leave) => {
    await close();
    const id = await bed.place();
    await vi.waitFor(async () => expect(await dependencyDown()).toBe(1), { timeout: 20_000 });
    expect((await leave(id)).code).toBeUndefined();
    await bed.waitUntilIdle('mix');
    const waiting = await bed.place();
    await listen();
    await bed.waitForOrder(waiting, (o) => o.stage === 'rest');
    await vi.waitFor(async () => expect(await dependencyDown()).toBe(0), { timeout: 20_000 });
  });

  it('works again when the target is back, though its tickets went to another worker meanwhile', async () => {
    await close();
    const ids = await Promise.all(Array.from({ length: 8 }, () => bed.place()));
    await vi.waitFor(async () => expect(await dependencyDown()).toBe(1), { timeout: 20_000 });
    const other = await bed.startWorker({ STAGES: 'mix', WORKER_NAME: 'other' });
    await listen();
    for (const id of ids) await bed.waitForOrder(id, (o) => o.stage === 'rest');
    await other.stop();
    const next = await bed.place();
    await bed.waitForOrder(next, (o) => o.stage === 'rest');
    await bed.waitUntilIdle('mix');
  });
});

describe('a worker of an http stage with outcomes', () => {
  it.each([
    ['none', undefined],
    ['one that the stage does not have', { outcome: 'maybe' }],
  ])('opens an incident when the target answers 2xx with %s', async (_name, body) => {
    behave = () => (body === undefined ? { status: 200 } : { status: 200, body });
    const own = await openTestBed(inject('brokers'), [
      `name: judge, done: judged, verb: judge, mode: http, url: "http://127.0.0.1:${port}/judge", outcomes: [good, bad]`,
    ]);
    try {
      await own.startWorker({ STAGES: 'judge' });
      const id = await own.place();
      const order = await own.waitForOrder(id, (o) => o.status === 'incident');
      expect(order.incident?.reason).toContain('must be one of good, bad');
    } finally {
      await own.close();
    }
  });
});
