import { createInterface } from 'node:readline';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { damageLog } from '@cupcakery/kit/testing/damage-log';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { isReady } from '@cupcakery/kit/tools/is-ready';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { z } from 'zod';
import { post, watchSse, watchWs } from './testing/clients.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await startTestPipeline(inject('brokers'), 'main');
});
afterAll(() => pipeline?.stop());

test('the program is ready once it has read the orders, keeps limits and masking, and stops cleanly', async () => {
  const orderId = await pipeline.place();
  await pipeline.reached(orderId, 1);
  const child = pipeline.service('gateway', { PORT: '0', CLOSE_SPREAD_MS: '100' });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const listening = z.looseObject({ url: z.string(), msg: z.literal('listening') });
  const urls = new Map<unknown, string>();
  createInterface({ input: child.stdout ?? process.stdin }).on('line', (entry) => {
    const found = listening.safeParse(JSON.parse(entry));
    if (found.success) urls.set(found.data.server ?? 'graphql', found.data.url);
  });
  await vi.waitFor(() => expect([...urls.keys()].sort()).toEqual(['admin', 'graphql']), 30_000);
  const url = `${urls.get('graphql')}/graphql`;
  const admin = urls.get('admin');
  await vi.waitFor(async () => expect((await fetch(`${admin}/readyz`)).status).toBe(200), 10_000);

  const found = await post(
    url,
    `{ order(workflow: "${pipeline.workflow.name}", id: "${orderId}") { version } }`,
  );
  expect(found).toMatchObject({ status: 200, data: { order: { version: 1 } } });
  const unknown = await post(url, '{ nothing }', {}, { accept: 'application/graphql-response+json' });
  expect(unknown).toMatchObject({
    status: 400,
    errors: [{ message: expect.stringContaining('Cannot query field') }],
  });
  const many = await post(url, `{ ${'me { name } '.repeat(11)} }`);
  expect(many.errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX' } }]);

  // Here and not in a unit test: Vitest would transform its 9 MB first.
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  const html = await page.text();
  expect(html).toContain('<!doctype html>');
  expect(html).not.toMatch(/<(script|link)[^>]{0,200}(src|href)="?https?:/);

  const variables = { workflow: pipeline.workflow.name };
  const ws = watchWs(url.replace('http', 'ws'), variables);
  const sse = watchSse(url, variables);
  for (const watch of [ws, sse]) await vi.waitFor(() => expect(watch.payloads).toHaveLength(1), 10_000);
  await pipeline.complete(orderId, 'mix');
  for (const watch of [ws, sse]) {
    await vi.waitFor(() => expect(watch.payloads.at(-1)?.orders).toMatchObject([{ version: 2 }]), 10_000);
  }
  const expired = watchWs(url.replace('http', 'ws'), { ...variables, after: 'old' });
  await expired.ended;
  expect(expired.errors).toMatchObject([{ extensions: { code: 'CURSOR_EXPIRED' } }]);
  const metrics = await (await fetch(`${admin}/metrics`)).text();
  expect(metrics).toContain('cupcakery_subscriptions{subscription="orders"} 2');

  child.kill('SIGTERM');
  expect(await ws.ended).toMatchObject({ code: 1001 });
  expect(await sse.ended).toEqual({ reason: 'cut' });
  expect(await exited).toBe(0);
});

test('damaged incidents are counted and passed over; damaged orders end the program', async () => {
  const { incidents, orders } = topicNames(pipeline.workflow.name);
  const producer = await startProducer({ kafka: pipeline.kafka, topics: [incidents, orders] });
  const record = (topic: string) => ({ topic, partition: 0, key: 'cupcakes', value: 'not baked' });
  await producer.send([record(incidents)]);
  await damageLog(inject('brokerData'), { topic: incidents, partition: 0, text: 'not baked' });
  const [adminPort = 0] = await freePorts(1);
  const begin = () => pipeline.service('gateway', { PORT: '0', ADMIN_PORT: String(adminPort) });
  const watching = begin();
  await vi.waitFor(async () => expect(await isReady(adminPort)).toBe(true), 30_000);
  const metrics = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
  expect(metrics).toContain(`cupcakery_unreadable_records_total{topic="${incidents}"} 1`);
  const stopped = new Promise((resolve) => watching.once('exit', resolve));
  watching.kill('SIGTERM');
  await stopped;

  await producer.send([record(orders)]);
  await producer.stop();
  await damageLog(inject('brokerData'), { topic: orders, partition: 0, text: 'not baked' });
  const failing = begin();
  let output = '';
  failing.stdout?.on('data', (part: Buffer) => {
    output += part.toString();
  });
  expect(await new Promise((resolve) => failing.once('exit', resolve))).toBe(1);
  expect(output).toMatch(new RegExp(`${orders}/0: offset \\d+ cannot be read: the checksum is wrong`));
});
