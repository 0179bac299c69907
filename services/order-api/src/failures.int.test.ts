import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { createLogger } from '@cupcakery/kit/log';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { z } from 'zod';
import { startTestBed, type TestBed } from './testing/test-bed.ts';

const vanilla = { Flavour: 'Vanilla', Size: 'M', Quantity: 6 };
const eventually = (check: () => Promise<void> | void) =>
  vi.waitFor(check, { timeout: 90_000, interval: 100 });
const place = (bed: TestBed, call: object = {}) => bed.post('/api/v1/order', { body: vanilla, ...call });

describe('without a processor', { timeout: 200_000 }, () => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await startTestBed({
      brokers: inject('brokers'),
      name: 'api-stopped',
      env: { REPLY_TIMEOUT_MS: '700', MAX_BACKLOG: '8', MAX_PENDING: '6' },
    });
    await eventually(async () => expect((await place(bed)).status).toBe(201));
    await bed.stopProcessor();
  });
  afterAll(() => bed?.stop());

  it('answers 202 and the location of the result, which is there once the processor is back', async () => {
    const pending = await place(bed, { key: 'k-late' });
    expect(pending.status).toBe(202);
    expect(pending.headers.get('retry-after')).toBe('1');
    const location = pending.headers.get('location') ?? '';
    expect(pending.body).toEqual({
      status: 'pending',
      correlationId: location.split('/').at(-1),
      location,
    });
    expect((await bed.get(location)).status).toBe(404);

    bed.startProcessor();
    await eventually(async () => expect((await bed.get(location)).status).toBe(200));
    const again = await place(bed, { key: 'k-late' });
    expect([again.status, again.headers.get('location')]).toEqual([201, location]);
    await bed.stopProcessor();
  });

  it('rejects too many requests at once with 429', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => place(bed)));
    const shed = answers.filter((a) => a.status === 429);
    expect(shed.length).toBeGreaterThan(0);
    expect([shed[0]?.body.code, shed[0]?.headers.get('retry-after')]).toEqual(['TOO_MANY_REQUESTS', '1']);
    expect(await bed.registry.metrics()).toMatch(/cupcakery_requests_shed_total\{reason="pending"\} [1-9]/);
  });

  it('rejects requests with 503 while the processor cannot keep up', async () => {
    await eventually(async () => {
      const answer = await place(bed);
      expect([answer.status, answer.body.code]).toEqual([503, 'OVERLOADED']);
      expect(answer.headers.get('retry-after')).toBe('5');
    });
    bed.startProcessor();
    await eventually(async () => expect((await place(bed)).status).toBe(201));
  });
});

describe('with a commands topic that accepts little', { timeout: 120_000 }, () => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await startTestBed({ brokers: inject('brokers'), name: 'api-small' });
    const log = createLogger({ service: 'test', level: 'error' });
    const kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'test' }, log);
    const config = { 'max.message.bytes': '2500' };
    await ensureTopics(kafka, [{ name: 'api-small.commands', partitions: 4, config }]);
  });
  afterAll(() => bed?.stop());

  it('takes orders that together are too large, and answers the one that is too large alone with 413', async () => {
    const orders = '/api/v1/workflows/api-small/orders';
    const details = { flavour: 'Vanilla', size: 'M', quantity: 6 };
    const small = Array.from({ length: 40 }, () => bed.post(orders, { body: { details } }));
    const large = bed.post(orders, { body: { details: { ...details, notes: '🧁'.repeat(500) } } });
    const answers = await Promise.all(small);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    const { status, body } = await large;
    expect([status, body.code]).toEqual([413, 'TOO_LARGE']);
    expect(body.detail).toMatch(/shorten/);
  });
});

// Longer than the project's bound: after a freeze the processor has to rejoin its group.
describe('without a broker', { timeout: 200_000 }, () => {
  let bed: TestBed;
  let broker: { brokers: string; pid: number; end(): Promise<void> };
  beforeAll(async () => {
    broker = await startOwnBroker();
    bed = await startTestBed({
      brokers: broker.brokers,
      name: 'api-away',
      env: { REPLY_TIMEOUT_MS: '2000' },
    });
    await eventually(async () => expect((await place(bed)).status).toBe(201));
  }, 120_000);
  afterAll(async () => {
    await bed?.stop();
    await broker?.end();
  }, 120_000);

  it('answers 503 within the bound, is not ready, and takes orders again when Kafka is back', async () => {
    process.kill(broker.pid, 'SIGSTOP');
    const key = 'k-away';
    try {
      // One thread handles the signal and stops the others: on a busy machine they still answer for a while.
      await eventually(async () => expect(await threadStates(broker.pid)).toEqual(new Set(['T'])));
      const answer = await place(bed, { key });
      expect([answer.status, answer.body.code]).toEqual([503, 'UNAVAILABLE']);
      expect(answer.headers.get('retry-after')).toBe('5');
      const read = await bed.get('/api/v1/order/nobody-1');
      expect([read.status, read.body.code]).toEqual([503, 'UNAVAILABLE']);
      await eventually(() => expect(bed.readiness()).toHaveProperty('kafka: api-away'));
    } finally {
      process.kill(broker.pid, 'SIGCONT');
    }
    await eventually(async () => expect((await place(bed, { key })).status).toBe(201));
    await eventually(() => expect(bed.readiness()).not.toHaveProperty('kafka: api-away'));
  });
});

/** States of a process's threads in Linux; T is stopped. */
async function threadStates(pid: number): Promise<Set<string | undefined>> {
  const stats = (await readdir(`/proc/${pid}/task`)).map((id) =>
    readFile(`/proc/${pid}/task/${id}/stat`, 'utf8'),
  );
  // The name in brackets may hold anything, so the state is what follows the last bracket.
  return new Set((await Promise.all(stats)).map((stat) => stat.slice(stat.lastIndexOf(')') + 2)[0]));
}

/** A broker that this file may freeze: the one of `inject` is shared by all files. */
async function startOwnBroker() {
  const folder = await mkdtemp(join(tmpdir(), 'order-api-kafka-'));
  const main = new URL('../../local/src/kafka/main.ts', import.meta.url).pathname;
  const [port = 0] = await freePorts(1);
  const child: ChildProcess = spawn(
    process.execPath,
    [main, '--dir', folder, '--port', String(port), '--heap', '384m'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (!child.stdout) throw new Error('no stdout');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the broker ended with ${code}`);
    }),
  ]);
  const { brokers, pid } = z.object({ brokers: z.string(), pid: z.int() }).parse(JSON.parse(String(line)));
  return {
    brokers,
    pid,
    async end() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
