import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestSystem } from '../test-system/test-system.ts';
import { type Caller, createCaller } from './rest/caller.ts';
import { servedDuring } from './rest/honest-caller.ts';
import { openSocket } from './rest/raw-socket.ts';
import { order, orders, type RestSystem, startRestSystem } from './rest/rest-system.ts';

let running: RestSystem;
let system: TestSystem;
let ann: Caller;
let mallory: Caller;

beforeAll(async () => {
  running = await startRestSystem('rest-consumption');
  ({ system } = running);
  ann = createCaller(system.url, 'ann');
  mallory = createCaller(system.url, 'mallory');
});
afterAll(() => running?.stop());
afterEach(() => expect(system.crashes()).toEqual([]));

describe('API4:2023 unrestricted resource consumption', () => {
  test('bodies of nothing but brackets, and large ones, are refused while others are served', async () => {
    const bodies = [
      '['.repeat(299_000),
      '{"a":'.repeat(59_000),
      `"${'x'.repeat(299_000)}`,
      `[${'1,'.repeat(140_000)}`,
    ];
    const codes = new Set<string | undefined>();
    const served = await servedDuring(ann, orders, async () => {
      for (let round = 0; round < 20; round++) {
        const answers = await Promise.all(bodies.map((body) => mallory.post(orders, body)));
        for (const { code } of answers) codes.add(code);
      }
      expect((await mallory.post(orders, 'x'.repeat(300_001))).status).toBe(413);
    });
    expect([...codes].sort()).toEqual(['INVALID_JSON', 'TOO_DEEP']);
    expect(served).toEqual({ taken: expect.any(Number), refused: [] });
  });

  test('a thousand orders at once of one customer: each other is served, in turn', async () => {
    const statuses: number[] = [];
    const served = await servedDuring(ann, orders, async () => {
      const flood = Array.from({ length: 1000 }, async () => {
        statuses.push((await mallory.post(orders, order())).status);
      });
      await Promise.all(flood);
    });
    expect(served.refused).toEqual([]);
    expect(served.taken).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([201, 429]));
  });

  test('slow headers and bodies are cut off, and take no place from others', async () => {
    const ended: Promise<unknown>[] = [];
    const served = await servedDuring(ann, orders, async () => {
      const sockets = await Promise.all(Array.from({ length: 300 }, () => openSocket(system.url)));
      for (const [i, socket] of sockets.entries()) {
        const line = `POST ${orders} HTTP/1.1\r\nhost: localhost\r\n`;
        const body = 'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{';
        // Half of them end in the middle of their headers, half in the middle of their body.
        socket.write(i % 2 === 0 ? line : line + body);
        ended.push(new Promise((resolve) => socket.resume().once('close', resolve)));
      }
      await Promise.all(ended);
    });
    expect(ended).toHaveLength(300);
    expect(served).toEqual({ taken: expect.any(Number), refused: [] });
  });
});

describe('API6:2023 unrestricted access to sensitive business flows', () => {
  test('a customer cannot order away what a day has, and others still can', async () => {
    const greedy = createCaller(system.url, 'greedy');
    let last = 201;
    for (let i = 0; i < 101 && last === 201; i++)
      last = (await greedy.post(orders, order({ quantity: 1000 }))).status;
    const refused = await greedy.post(orders, order());
    expect([refused.status, refused.code]).toEqual([429, 'DAILY_LIMIT']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ann.post(orders, order())).status).toBe(201);
  });
});
