import { type EachBatchPayload, Kafka, type Message } from 'kafkajs';
import { z } from 'zod';

/**
 * The plain baseline: hops of a chain with kafkajs as its documentation shows it, at least once. Each hop reads an
 * order, notes the stage, and writes the ticket for the next hop, an event and a snapshot: the same records with the
 * same headers as Cupcakery, but without a decider, a transaction or a single writer.
 */
const env = z
  .object({
    KAFKA_BROKERS: z.string(),
    HOPS: z.string().transform((t) => t.split(',').map(Number)),
    STAGES: z.string(),
  })
  .parse(process.env);
const stages = env.STAGES.split(',');
const maxOrdersPerSend = 500;

type Order = {
  id: string;
  version: number;
  visit: number;
  stage: string;
  updatedAt: string;
  stages: { name: string }[];
};

const kafka = new Kafka({ brokers: [env.KAFKA_BROKERS], clientId: 'chain', logLevel: 1 });
const producer = kafka.producer({ allowAutoTopicCreation: false });
await producer.connect();
for (const hop of env.HOPS) {
  const consumer = kafka.consumer({ groupId: `chain.${hop}`, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topic: `chain.${hop}`, fromBeginning: true });
  await consumer.run({
    autoCommit: true,
    partitionsConsumedConcurrently: 4,
    eachBatch: (payload) => forward(hop, payload),
  });
}
process.on('SIGTERM', () => process.exit(0));
process.stdout.write('ready\n');

async function forward(hop: number, { batch, resolveOffset, heartbeat }: EachBatchPayload): Promise<void> {
  for (let from = 0; from < batch.messages.length; from += maxOrdersPerSend) {
    const part = batch.messages.slice(from, from + maxOrdersPerSend);
    const [tickets, events, snapshots]: Message[][] = [[], [], []];
    for (const message of part) {
      const key = message.key?.toString() ?? '';
      const order = noteStage(JSON.parse(message.value?.toString() ?? '') as Order, hop);
      const event = {
        type: 'StageCompleted',
        orderId: order.id,
        version: order.version,
        at: order.updatedAt,
        by: 'stage-worker',
        stage: order.stage,
        next: stages[hop],
      };
      const json = JSON.stringify(order);
      const eventJson = JSON.stringify(event);
      const memory = { recent: [{ id: `p${order.id}` }] };
      const put = (list: Message[] | undefined, value: string, type: string) =>
        list?.push({ key, value, partition: batch.partition, headers: headers(order, type) });
      put(tickets, json, 'Ticket');
      put(events, eventJson, 'StageCompleted');
      put(
        snapshots,
        `${json.slice(0, -1)},"event":${eventJson},"memory":${JSON.stringify(memory)}}`,
        'Snapshot',
      );
    }
    await producer.sendBatch({
      topicMessages: [
        { topic: hop < stages.length ? `chain.${hop + 1}` : 'chain.results', messages: tickets ?? [] },
        { topic: 'chain.events', messages: events ?? [] },
        { topic: 'chain.orders', messages: snapshots ?? [] },
      ],
    });
    resolveOffset(part.at(-1)?.offset ?? '');
    await heartbeat();
  }
}

function noteStage(order: Order, hop: number): Order {
  const now = new Date().toISOString();
  return {
    ...order,
    version: order.version + 1,
    visit: order.visit + 1,
    stage: stages[hop] ?? order.stage,
    updatedAt: now,
    stages: order.stages.map((s, i) =>
      i === hop - 1
        ? { ...s, startedAt: now, by: 'stage-worker', completedAt: now }
        : i === hop
          ? { ...s, readyAt: now }
          : s,
    ),
  };
}

function headers(order: Order, type: string): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: `${order.id}/${order.version}`,
    ce_source: '/cupcakery/chain',
    ce_type: `cupcakery.${type}`,
    ce_time: order.updatedAt,
    'content-type': 'application/json',
  };
}
