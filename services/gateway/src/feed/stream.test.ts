import { setImmediate as turn } from 'node:timers/promises';
import type { KafkaRecord } from '@cupcakery/kit/kafka/record';
import type { Order } from '@cupcakery/workflow/order';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { teaOrder, teaWorkflow } from '../testing/tea.ts';
import type { Selection } from './change.ts';
import { checkPosition } from './check-position.ts';
import type { CloseReason } from './errors.ts';
import type { LogReplay } from './log-replay.ts';
import { changeOf, createOrderFeed, type OrderFeed, readAfter } from './order-feed.ts';
import type { StreamPayload } from './payload.ts';
import { type OrderStream, openStream } from './stream.ts';

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
/** What the board of one stage asks for: orders come and go. */
const boiling: Selection = {
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
      own.push({ topic: 'tea.orders', partition, offset, timestamp: 0, key: id, value, headers });
    },
  };
}

type Log = ReturnType<typeof createLog>;

function createFeed(log: Log, ringSize: number) {
  const feed = createOrderFeed({
    workflow,
    origin: 'ab'.repeat(8),
    begin: Array.from({ length: partitions }, () => 0),
    maxOrders: 1000,
    ringSize,
    now: () => 1_000_000,
    onUnreadable: never,
  });
  return {
    feed,
    /** Brings what the log has meanwhile, partition by partition, as a reader does. */
    async follow() {
      for (const [partition, all] of log.records.entries()) {
        const fresh = all.filter((r) => r.offset >= (feed.offsets[partition] ?? 0));
        if (fresh.length > 0) feed.ingest(partition, fresh);
      }
    },
  };
}

/** The log itself, two records per partition at a time, up to its end when that was last asked for. */
function replayOf(log: Log, from: readonly number[]): LogReplay {
  const next = [...from];
  const ends = () => log.records.map((all) => (all.at(-1)?.offset ?? -1) + 1);
  let end = ends();
  let stopped = false;
  return {
    async take() {
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

/** A client that comes back from the cursor of the last payload it got. */
function createClient(log: Log, feedOf: () => { feed: OrderFeed; follow(): Promise<void> }) {
  const shown = new Map<string, Order>();
  const seen: string[] = [];
  const reasons: CloseReason[] = [];
  let cursor: string | undefined;
  let stream: OrderStream | undefined;
  let pending: Promise<IteratorResult<StreamPayload, undefined>> | undefined;

  function take(payload: StreamPayload): void {
    cursor = payload.cursor;
    const ids = new Set(payload.orders.map((o) => o.id));
    for (const id of payload.removed) {
      expect(ids.has(id), 'an id both shown and removed').toBe(false);
      shown.delete(id);
    }
    if (payload.kind === 'SNAPSHOT') shown.clear();
    for (const order of payload.orders) {
      shown.set(order.id, order);
      if (payload.kind === 'CHANGE') seen.push(`${order.id}/${order.version}`);
    }
  }

  async function connect(): Promise<OrderStream> {
    const { feed, follow } = feedOf();
    const after = cursor === undefined ? {} : { after: await checkPosition(feed, cursor, follow, 1_000_000) };
    return openStream({
      feed,
      selection: boiling,
      ...after,
      openLog: async (from) => replayOf(log, from),
      limits,
      now: () => 1_000_000,
      onClose: (reason) => reasons.push(reason),
    });
  }

  return {
    shown,
    seen,
    reasons,
    async pull() {
      stream ??= await connect();
      pending ??= stream.next();
      // Reading the log takes some turns; what has not come by then may be cut off on its way.
      const waited = turn()
        .then(() => turn())
        .then(() => turn());
      const done = await Promise.race([pending, waited]);
      if (!done) return false;
      pending = undefined;
      if (!done.done) take(done.value);
      return true;
    },
    async cut() {
      await stream?.return?.();
      // What was on its way still arrives, or is lost with the connection and comes again.
      stream = undefined;
      pending = undefined;
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
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('follow' as const, 'pull' as const, 'pull' as const) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'restart' as const) }) },
);

test('however often it is cut, a client misses no change that matches and sees none twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 20, maxLength: 200 }),
      fc.integer({ min: 1, max: 8 }),
      async (operations, ringSize) => {
        const log = createLog();
        let present = createFeed(log, ringSize);
        const client = createClient(log, () => present);
        await client.pull();
        for (const op of operations) {
          if (op.do === 'write')
            log.write(op.k, op.stage, op.archived && log.records[op.k % partitions]?.length !== 0);
          else if (op.do === 'follow') await present.follow();
          else if (op.do === 'pull') await client.pull();
          else {
            await client.cut();
            if (op.do === 'restart') {
              present = createFeed(log, ringSize);
              await present.follow();
            }
          }
        }
        await present.follow();
        for (let quiet = 0; quiet < 5; ) quiet = (await client.pull()) ? 0 : quiet + 1;

        const matching = log.records
          .flat()
          .map((r) => readAfter(r, never))
          .filter((o) => o != null)
          .filter(boiling.matches)
          .map((o) => `${o.id}/${o.version}`);
        expect([...client.seen].sort()).toEqual(matching.sort());
        const now = [...present.feed.view.values()]
          .filter(boiling.matches)
          .map((o) => `${o.id}/${o.version}`);
        expect([...client.shown.values()].map((o) => `${o.id}/${o.version}`).sort()).toEqual(now.sort());
      },
    ),
    { numRuns: 400 },
  );
});
