import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRunFolder, type RunFolder } from '../processes/run-folder.ts';
import { type Broker, startBroker } from '../test-system/broker.ts';
import { startTestSystem, type TestSystem } from '../test-system/test-system.ts';
import { waitFor } from '../tools/wait.ts';
import { type Caller, createCaller, orderIdOf } from './rest/caller.ts';

const secret = 'k3y-of-the-oven-4711';
const orders = '/api/v1/workflows/oven/orders';

let folder: RunFolder;
let broker: Broker;
let system: TestSystem;
let admin: Caller;
let target: Server;
let hits = 0;

const workflow = (url: string) => `name: oven
title: Oven
promise: 10m
details: { type: object, required: [n], properties: { n: { type: integer } } }
stages:
  - { name: bake, done: baked, verb: bake, topic: oven-bake, role: baker, mode: http, url: "${url}/bake", attempts: 1, auth: { headers: { X-Api-Key: oven-key } } }
results: { topic: oven-results }
`;

/** What a target that was taken over answers, by the order's number. */
const answers: ((key: string) => { status: number; location?: string; body: string })[] = [
  (key) => ({ status: 302, location: '/canary', body: `see ${key}` }),
  (key) => ({ status: 422, body: JSON.stringify({ reason: `sent ${key}\0 \u202e${btoa(key)}` }) }),
  (key) => ({ status: 500, body: JSON.stringify({ reason: key.repeat(100_000) }) }),
  () => ({ status: 500, body: '['.repeat(1_000_000) }),
];

beforeAll(async () => {
  folder = await createRunFolder('rest-targets');
  broker = await startBroker(folder.path);
  target = createServer((request, response) => {
    if (request.url === '/canary') hits += 1;
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const n = Number(/"n":(\d+)/.exec(body)?.[1] ?? 0);
      const answer = answers[n]?.(String(request.headers['x-api-key']));
      if (answer?.location) response.setHeader('location', answer.location);
      response.writeHead(answer?.status ?? 204, { 'content-type': 'application/json' }).end(answer?.body);
    });
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
  system = await startTestSystem({
    dir: folder.path,
    broker,
    workflow: workflow(url),
    processors: 1,
    workers: 0,
  });
  const secrets = join(folder.path, 'secrets');
  await mkdir(secrets);
  await writeFile(join(secrets, 'oven-key'), secret);
  const worker = await system.add('worker', 'stage-worker', { STAGES: 'all', SECRETS_DIR: secrets });
  await worker.ready(60_000);
  admin = createCaller(system.url, 'admin', 'admin');
});
afterAll(async () => {
  await system?.stop();
  await broker?.stop();
  target?.close();
  await folder?.remove();
});

describe('API10:2023 unsafe consumption of APIs', () => {
  test('a target that was taken over gets no further, and its answers show no secret', async () => {
    const ids = await Promise.all(
      answers.map(async (_, n) => orderIdOf(await admin.post(orders, { details: { n } }))),
    );
    const honest = orderIdOf(await admin.post(orders, { details: { n: answers.length } }));
    const shown = await Promise.all(
      ids.map((id) =>
        waitFor(
          `an incident of ${id}`,
          async () => {
            const { text } = await admin.get(`${orders}/${id}`);
            return text.includes('"status":"incident"') && text;
          },
          { withinMs: 60_000 },
        ),
      ),
    );
    for (const text of shown) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(btoa(secret));
      expect(text).not.toMatch(/\\u0000|\u202e/);
    }
    expect(shown[1]).toContain('sent [secret]');
    await waitFor(
      'the honest order',
      async () => (await admin.get(`${orders}/${honest}`)).text.includes('"status":"finished"'),
      { withinMs: 60_000 },
    );
    expect([hits, system.crashes()]).toEqual([0, []]);
  });
});
