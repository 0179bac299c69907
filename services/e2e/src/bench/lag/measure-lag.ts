import { join } from 'node:path';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { setGroupOffsets } from '@cupcakery/kit/kafka/admin/set-group-offsets';
import { createTransactionalProducer } from '@cupcakery/kit/kafka/exactly-once/transaction/transaction';
import { createLogger } from '@cupcakery/kit/log';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { startNode } from '../../processes/child.ts';
import type { Broker } from '../../test-system/broker.ts';
import { waitFor } from '../../tools/wait.ts';
import { withCpu } from '../measuring/measure.ts';
import { createPlainTopics } from '../measuring/plain-topics.ts';

/** The cost of one collection of lag-exporter while transactions are written everywhere. */
export type LagFigures = { groupPartitions: number; cpuSeconds: number; seconds: number };
export type LagSizes = { topics: number; partitions: number; groups: number; collections: number };

/** Every group commits on every partition of every topic, then the exporter collects all of it a few times. */
export async function measureLag(options: {
  broker: Broker;
  dir: string;
  sizes: LagSizes;
}): Promise<LagFigures> {
  const { broker, dir, sizes } = options;
  const topics = Array.from({ length: sizes.topics }, (_, i) => `lag-bench.${i}`);
  await createPlainTopics(broker.address, topics, sizes.partitions);
  const groups = Array.from({ length: sizes.groups }, (_, i) => `lag-bench.group-${i}`);
  await commitEverywhere(broker.address, groups, topics, sizes.partitions);

  const writer = await writeEverywhere(broker.address, topics, sizes.partitions);
  const [port = 0, adminPort = 0] = await freePorts(2);
  const exporter = startNode(['services/lag-exporter/src/main.ts'], {
    env: {
      KAFKA_BROKERS: broker.address,
      PORT: String(port),
      ADMIN_PORT: String(adminPort),
      GROUPS: 'lag-bench\\..*',
      INTERVAL_MS: '500',
    },
    logFile: join(dir, 'lag-exporter.log'),
  });
  const collections = async () => {
    const response = await fetch(`http://127.0.0.1:${adminPort}/metrics`).catch(() => undefined);
    const text = (await response?.text()) ?? '';
    const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    return {
      count: read('cupcakery_lag_collection_seconds_count'),
      seconds: read('cupcakery_lag_collection_seconds_sum'),
    };
  };
  try {
    // The first ones run on code that is not compiled yet.
    await waitFor('lag-exporter', async () => (await collections()).count >= 3, { withinMs: 120_000 });
    const before = await collections();
    const { result: after, cpu } = await withCpu([exporter.pid], async () =>
      waitFor(
        'more collections',
        async () => {
          const now = await collections();
          return now.count >= before.count + sizes.collections ? now : undefined;
        },
        { withinMs: 300_000, everyMs: 200 },
      ),
    );
    const count = after.count - before.count;
    return {
      groupPartitions: sizes.topics * sizes.partitions * sizes.groups,
      cpuSeconds: cpu / count,
      seconds: (after.seconds - before.seconds) / count,
    };
  } finally {
    await Promise.all([exporter.stop(), writer.stop()]);
  }
}

/** One transaction after the other, each a record in every partition of a topic: every collection has to count again. */
async function writeEverywhere(address: string, topics: string[], partitions: number) {
  const log = createLogger({ service: 'bench', level: 'error' });
  const producer = createTransactionalProducer({
    kafka: createKafkaClient({ brokers: [address], clientId: 'bench' }, log),
    transactionalId: 'lag-bench',
    transactionTimeoutMs: 60_000,
    topics,
  });
  await producer.open();
  let stopped = false;
  const write = async () => {
    for (let offset = 1; !stopped; offset++) {
      const topic = topics[offset % topics.length] ?? '';
      const records = Array.from({ length: partitions }, (_, partition) => ({
        topic,
        partition,
        key: 'k',
        value: 'v'.repeat(300),
      }));
      const offsets = new Map([[topic, offset]]);
      await producer.commit({ group: 'lag-bench-source', partition: 0, offsets, records });
    }
  };
  const writing = write();
  writing.catch(() => {});
  return {
    async stop() {
      stopped = true;
      await writing.finally(() => producer.close());
    },
  };
}

/** Commits without joining the groups. */
async function commitEverywhere(
  address: string,
  groups: readonly string[],
  topics: readonly string[],
  partitions: number,
): Promise<void> {
  const log = createLogger({ service: 'bench', level: 'error' });
  const kafka = createKafkaClient({ brokers: [address], clientId: 'bench' }, log);
  const zeros = Array.from({ length: partitions }, (_, partition) => ({ partition, offset: 0 }));
  const offsets = new Map(topics.map((topic) => [topic, zeros]));
  const commit = (group: string) =>
    setGroupOffsets(kafka, group, offsets).then(
      () => true,
      () => false,
    );
  // A new broker has to create its groups' topic first, which a commit waits for only shortly.
  for (const group of groups) await waitFor(group, () => commit(group), { withinMs: 60_000 });
}
