import { setImmediate as turn } from 'node:timers/promises';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Order } from '@cupcakery/workflow/contracts/order';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBudget } from '../fanout/budget.ts';
import { createChannels } from '../fanout/channels.ts';
import type { Frame } from '../fanout/frame.ts';
import type { StreamPayload } from '../fanout/payload.ts';
import { checkPosition } from '../log/check-position.ts';
import type { LogReplay } from '../log/log-replay.ts';
import { changeOf, readAfter } from '../log/orders/order-change.ts';
import { createOrderFeed } from '../log/orders/order-feed.ts';
import type { Selection } from '../selection/selection.ts';
import { teaOrder, teaWorkflow } from '../testing/tea.ts';
import type { CloseReason } from './close-reason.ts';
import type { FeedStream } from './feed-stream.ts';
import { openStream } from './open-stream.ts';
import { createResumeReader } from './resume-reader.ts';

const workflow = teaWorkflow({ boil: '', pour: '' });
const partitions = 3;
const limits = {
  maxQueue: 10_000,
  maxQueueBytes: 1 << 30,
  maxSnapshot: 1000,
  maxPayload: 2,
  stallMs: 30_000,
  refreshMs: 60_000,
};
const never = () => {
  throw new Error('unreadable');
};
/** The selection of one stage's board: orders come and go. */
const boiling: Selection<Order> = {
  authority: 'all',
  maySee: () => true,
  matches: (order) => order.status === 'open' && order.stage === 'boil',
  mayHaveMatched: () => true,
};

/** A log of snapshots as the processor writes it: per partition, versions rise by one. */
function createLog() {
  const records: KafkaRecord[][] = Array.from({ length: partitions }, () => []);
  const versions = new Map<number, number>();
  return {
    records,
    write(k: number, stage: string, archived: boolean): void {
      const partition = k % partitions;
      const own: KafkaRecord[] = records[partition] ?? [];
      const version = (versions.get(k) ?? 0) + 1;
      versions.set(k, version);
      const id = `o${k}`;
      const order = {
        ...teaOrder({ id, version, stage, route: ['boil', 'pour'] }),
        event: { type: 'OrderFinished', orderId: id, version, at: '', by: '' },
        memory: { recent: [] },
      };
      // Every record is followed by a transaction marker, which has an offset as well.
      const offset = (own.at(-1)?.offset ?? -2) + 2;
      const value = archived ? null : Buffer.from(JSON.stringify(order));
      const headers = Buffer.alloc(0);
      own.push({ topic: 'tea.orders', partition, offset, timestamp: 1_000_000, key: id, value, headers });
    },
  };
}

type Log = ReturnType<typeof createLog>;
type Shape = { ringSize: number; maxQueue: number; slowFields: boolean | 'never'; maxBytes?: number };
type Gateway = ReturnType<typeof createGateway>;

/** A gateway: a feed and its channels. */
function createGateway(log: Log, { ringSize, maxQueue, slowFields, maxBytes = 1 << 30 }: Shape) {
  const feed = createOrderFeed({
    workflow,
    origin: 'ab'.repeat(8),
    begin: Array.from({ length: partitions }, () => 0),
    maxOrders: 1000,
    ringSize,
    now: () => 1_000_000,
    onUnreadable: never,
  });
  const rendered: StreamPayload<Order>[] = [];
  const budget = createBudget(maxBytes);
  const channels = createChannels<Order>({
    feed,
    limits: { ...limits, maxQueue },
    now: () => 1_000_000,
    budget,
    onDelivered: () => {},
  });
  const request = {
    name: 'orders',
    key: 'boiling',
    selection: boiling,
    candidates: () => feed.view.values(),
    single: false,
    render(payload: StreamPayload<Order>) {
      rendered.push(payload);
      const json = Buffer.from(JSON.stringify(payload));
      // A snapshot comes in any case, so that a client is live before a field is awaited.
      if (slowFields === 'never') return payload.kind === 'SNAPSHOT' ? json : new Promise<Buffer>(() => {});
      return slowFields ? turn(json) : json;
    },
  };
  return {
    feed,
    rendered,
    budget,
    request,
    channel: () => channels.get(request),
    channels,
    /** Ingests what was written to the log meanwhile, partition by partition, as a reader does. */
    async follow() {
      for (const [partition, all] of log.records.entries()) {
        const fresh = all.filter((r) => r.offset >= (feed.offsets[partition] ?? 0));
        if (fresh.length > 0) feed.ingest(partition, fresh);
      }
    },
  };
}

/** The log itself, two records per partition at a time, up to its end at the last look. */
function replayOf(log: Log, from: readonly number[]): LogReplay<Order> {
  const next = [...from];
  const ends = () => log.records.map((all) => (all.at(-1)?.offset ?? -1) + 1);
  let end = ends();
  let stopped = false;
  return {
    async next() {
      await turn();
      if (stopped) return [];
      const changes = log.records.flatMap((all, partition) => {
        const [start = 0, stop = 0] = [next[partition], end[partition]];
        const two = all.filter((r) => r.offset >= start && r.offset < stop).slice(0, 2);
        next[partition] = (two.at(-1)?.offset ?? start - 1) + 1;
        return two.map((r) => changeOf(r, String(r.key), undefined, readAfter(r, never) ?? null));
      });
      if (changes.length === 0) end = ends();
      return changes;
    },
    offsets: () => [...next],
    stop() {
      stopped = true;
    },
  };
}

/** A client that resumes from the cursor of the last payload it got. Its socket has room for few frames. */
function createClient(log: Log, room: number, gatewayOf: () => Gateway) {
  const shown = new Map<string, Order>();
  const seen: string[] = [];
  const reasons: CloseReason[] = [];
  let cursor: string | undefined;
  let stream: FeedStream | undefined;
  let inSocket: Frame[] = [];
  let onReady = () => {};

  function take(payload: StreamPayload<Order>): void {
    cursor = payload.cursor;
    const ids = new Set(payload.items.map((o) => o.id));
    if (payload.kind === 'SNAPSHOT') shown.clear();
    for (const id of payload.removed) {
      expect(ids.has(id), 'an id both shown and removed').toBe(false);
      shown.delete(id);
    }
    for (const order of payload.items) {
      shown.set(order.id, order);
      if (payload.kind === 'CHANGE') seen.push(`${order.id}/${order.version}`);
    }
  }

  async function connect(): Promise<void> {
    const { feed, follow, request, channel } = gatewayOf();
    const missed =
      cursor === undefined
        ? undefined
        : createResumeReader({
            feed,
            ...request,
            after: await checkPosition(feed, cursor, follow, 1_000_000),
            openLog: async (from) => replayOf(log, from),
            sync: follow,
            limits,
          });
    const opened = await openStream({
      channel,
      missed,
      render: request.render,
      openSink(ready) {
        onReady = ready;
        return (frames) => {
          inSocket.push(...frames);
          return inSocket.length < room;
        };
      },
      common: { stallMs: limits.stallMs, now: () => 1_000_000, onDelivered: () => {} },
      mask: (error) => (error instanceof Error ? error : new Error('not an error')),
      onClose(reason) {
        reasons.push(reason);
        stream = undefined;
      },
    });
    stream = opened;
    void opened.next();
  }

  return {
    shown,
    seen,
    reasons,
    cursor: () => cursor,
    async pull() {
      if (inSocket.length === 0 && !stream) await connect();
      // Reading the log takes some turns; what has not arrived by then may be lost on its way.
      for (let turns = 0; turns < 4 && inSocket.length === 0; turns += 1) await turn();
      const frame = inSocket.shift();
      if (!frame) return false;
      take(JSON.parse(frame.json.toString()));
      if (inSocket.length < room) onReady();
      return true;
    },
    async cut() {
      await stream?.return?.();
      stream = undefined;
      // What was on its way is lost with the connection.
      inSocket = [];
    },
  };
}

const operation = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      k: fc.nat(5),
      stage: fc.constantFrom('boil', 'pour'),
      archived: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('follow' as const) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pull' as const), client: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), client: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);

// 400 runs take seconds, and longer on a machine that is busy.
const manyRuns = { timeout: 60_000 };

test(
  'however often they are cut or fall behind, clients miss no matching change and see none twice',
  manyRuns,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(operation, { minLength: 20, maxLength: 200 }),
        fc.record({
          ringSize: fc.integer({ min: 1, max: 8 }),
          maxQueue: fc.integer({ min: 2, max: 20 }),
          slowFields: fc.boolean(),
        }),
        async (operations, shape) => {
          const log = createLog();
          let present = createGateway(log, shape);
          const clients = [1, 1, 3].map((room) => createClient(log, room, () => present));
          for (const client of clients) await client.pull();
          for (const op of operations) {
            if (op.do === 'write')
              log.write(op.k, op.stage, op.archived && log.records[op.k % partitions]?.length !== 0);
            else if (op.do === 'follow') await present.follow();
            else if (op.do === 'pull') await clients[op.client]?.pull();
            else if (op.do === 'cut') await clients[op.client]?.cut();
            else {
              for (const client of clients) await client.cut();
              present = createGateway(log, shape);
              await present.follow();
            }
          }
          await present.follow();
          const matching = log.records
            .flat()
            .map((r) => readAfter(r, never))
            .filter((o) => o != null)
            .filter(boiling.matches)
            .map((o) => `${o.id}/${o.version}`);
          const now = [...present.feed.view.values()]
            .filter(boiling.matches)
            .map((o) => `${o.id}/${o.version}`);
          for (const client of clients) {
            for (let quiet = 0; quiet < 5; ) quiet = (await client.pull()) ? 0 : quiet + 1;
            // A snapshot stands for the changes before it, so all that was written since the first one is seen.
            expect([...client.seen].sort()).toEqual(matching.sort());
            expect([...client.shown.values()].map((o) => `${o.id}/${o.version}`).sort()).toEqual(now.sort());
          }
        },
      ),
      { numRuns: 400 },
    );
  },
);

test('equal subscriptions are executed once, whether one stops reading or not', async () => {
  const log = createLog();
  const gateway = createGateway(log, { ringSize: 100, maxQueue: 100, slowFields: false });
  const clients = Array.from({ length: 50 }, () => createClient(log, 1, () => gateway));
  for (const client of clients) await client.pull();
  expect(gateway.rendered).toHaveLength(1);
  for (const version of [1, 2, 3]) {
    log.write(0, 'boil', false);
    await gateway.follow();
    for (const client of clients.slice(1)) await client.pull();
    expect(gateway.rendered).toHaveLength(1 + version);
  }
  for (let i = 0; i < 3; i += 1) await clients[0]?.pull();
  for (const client of clients) expect(client.seen).toEqual(['o0/1', 'o0/2', 'o0/3']);
  expect(gateway.rendered).toHaveLength(4);
});

test('a newcomer a moment later gets the same snapshot, and what has changed since', async () => {
  const log = createLog();
  const gateway = createGateway(log, { ringSize: 100, maxQueue: 100, slowFields: false });
  const [first, second] = [1, 1].map((room) => createClient(log, room, () => gateway));
  log.write(0, 'boil', false);
  await gateway.follow();
  await first?.pull();
  log.write(0, 'boil', false);
  await gateway.follow();
  await first?.pull();
  await second?.pull();
  await second?.pull();
  expect(second?.seen).toEqual(['o0/2']);
  expect(gateway.rendered.map(({ kind }) => kind)).toEqual(['SNAPSHOT', 'CHANGE']);
});

test('a client that never reads is closed with its cursor, and what was kept for it is released', async () => {
  const log = createLog();
  const gateway = createGateway(log, { ringSize: 100, maxQueue: 5, slowFields: false });
  const [reading, stuck] = [1, 1].map((room) => createClient(log, room, () => gateway));
  await reading?.pull();
  await stuck?.pull();
  const cursor = stuck?.cursor();
  // One is in its socket, five more may wait.
  for (let version = 1; version <= 7; version += 1) {
    expect(stuck?.reasons).toEqual([]);
    log.write(0, 'boil', false);
    await gateway.follow();
    await reading?.pull();
  }
  expect(stuck?.reasons).toEqual(['slow']);
  expect(gateway.budget.bytes).toBe(0);
  expect(reading?.reasons).toEqual([]);
  expect(reading?.seen).toHaveLength(7);
  for (let i = 0; i < 8; i += 1) await stuck?.pull();
  expect(cursor).toBeDefined();
  expect(stuck?.seen).toEqual(reading?.seen);
});

test('over the bound of all channels together, the client that is furthest behind is closed first', async () => {
  const log = createLog();
  const gateway = createGateway(log, { ringSize: 100, maxQueue: 100, slowFields: false, maxBytes: 2000 });
  const clients = [1, 1].map((room) => createClient(log, room, () => gateway));
  for (const client of clients) await client.pull();
  for (let version = 1; version <= 20; version += 1) {
    log.write(0, 'boil', false);
    await gateway.follow();
    await clients[0]?.pull();
    expect(gateway.budget.bytes).toBeLessThanOrEqual(2000);
  }
  expect(clients.map(({ reasons }) => reasons)).toEqual([[], ['slow']]);
});

test('nothing is executed while no client has room for it', async () => {
  const log = createLog();
  const gateway = createGateway(log, { ringSize: 100, maxQueue: 100, slowFields: false });
  const client = createClient(log, 1, () => gateway);
  await client.pull();
  for (let i = 0; i < 10; i += 1) {
    log.write(0, 'boil', false);
    await gateway.follow();
    await turn();
  }
  expect(gateway.rendered).toHaveLength(2);
});

test('a channel whose subscriber went before it joined neither queues without a bound nor stays', async () => {
  const log = createLog();
  const gateway = createGateway(log, { ringSize: 100, maxQueue: 5, slowFields: false });
  const orphan = gateway.channel();
  for (let i = 0; i < 50; i += 1) {
    log.write(0, 'boil', false);
    await gateway.follow();
    expect(gateway.channels.longestQueue).toBeLessThanOrEqual(6);
    await turn();
  }
  expect(gateway.channel()).not.toBe(orphan);
  const idle = gateway.channel();
  gateway.channels.tick();
  expect(gateway.channel()).not.toBe(idle);
});

test('while a field is awaited without end, clients are closed as slow instead of queueing without a bound', async () => {
  const log = createLog();
  const gateway = createGateway(log, { ringSize: 100, maxQueue: 5, slowFields: 'never' });
  const client = createClient(log, 3, () => gateway);
  await client.pull();
  for (let i = 0; i < 50; i += 1) {
    log.write(0, 'boil', false);
    await gateway.follow();
    await turn();
  }
  expect(client.reasons).toEqual(['slow']);
  expect(client.cursor()).toBeDefined();
  expect(gateway.channels.longestQueue).toBe(0);
});
