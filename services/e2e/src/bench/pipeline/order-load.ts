import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { createLogger } from '@cupcakery/kit/log';
import { withTimeout } from '@cupcakery/kit/tools/with-timeout';

/** Writes orders to one topic and waits for them on another. */
export type OrderLoad = {
  /** All at once (500 a send); orders per second from the first sent to the last finished. */
  flood(count: number): Promise<number>;
  /** At a steady rate; milliseconds from sent to finished, of each order. */
  steady(count: number, perSecond: number): Promise<number[]>;
  /** One after the other, each on an idle system; milliseconds. */
  single(count: number): Promise<number[]>;
  stop(): Promise<void>;
};

const giveUpAfterMs = 120_000;

/** @param options.record the record that places an order of that id */
export async function createOrderLoad(options: {
  brokers: string;
  input: string;
  results: string;
  record: (orderId: string, partitions: number) => ProduceRecord;
}): Promise<OrderLoad> {
  const log = createLogger({ service: 'bench', level: 'error' });
  const kafka = createKafkaClient({ brokers: [options.brokers], clientId: 'bench' }, log);
  const producer = await startProducer({ kafka, topics: [options.input] });
  const pending = new Map<string, (now: number) => void>();
  const reader = await startReader({
    kafka,
    topic: options.results,
    from: 'end',
    onRecords(_partition, records) {
      const now = performance.now();
      for (const { key } of records) {
        pending.get(key ?? '')?.(now);
        pending.delete(key ?? '');
      }
    },
  });
  await reader.caughtUp;
  const partitions = producer.partitions(options.input);

  function order(): { record: ProduceRecord; finished: Promise<number> } {
    const id = `${randomBytes(10).toString('hex')}-${randomBytes(4).toString('hex')}`;
    const { promise, resolve } = Promise.withResolvers<number>();
    pending.set(id, resolve);
    return { record: options.record(id, partitions), finished: promise };
  }

  const bounded = <T>(work: Promise<T>): Promise<T> =>
    withTimeout(
      work,
      giveUpAfterMs,
      () => new Error(`${pending.size} orders did not come out of ${options.results}`),
    );

  return {
    async flood(count) {
      const began = performance.now();
      const finished: Promise<number>[] = [];
      for (let sent = 0; sent < count; sent += 500) {
        const batch = Array.from({ length: Math.min(500, count - sent) }, order);
        finished.push(...batch.map((o) => o.finished));
        await producer.send(batch.map((o) => o.record));
      }
      await bounded(Promise.all(finished));
      return count / ((performance.now() - began) / 1000);
    },
    async steady(count, perSecond) {
      const began = performance.now();
      const latencies: Promise<number>[] = [];
      for (let i = 0; i < count; i++) {
        const due = began + (i * 1000) / perSecond;
        const wait = due - performance.now();
        if (wait > 0) await delay(wait);
        const { record, finished } = order();
        const sent = performance.now();
        latencies.push(finished.then((now) => now - sent));
        void producer.send([record]);
      }
      return bounded(Promise.all(latencies));
    },
    async single(count) {
      const latencies: number[] = [];
      for (let i = 0; i < count; i++) {
        const { record, finished } = order();
        const sent = performance.now();
        await producer.send([record]);
        latencies.push((await bounded(finished)) - sent);
        await delay(20);
      }
      return latencies;
    },
    async stop() {
      await producer.stop();
      await reader.stop();
    },
  };
}
