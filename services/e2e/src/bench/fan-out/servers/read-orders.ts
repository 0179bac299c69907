import { Kafka } from 'kafkajs';
import type { OrderRecord } from '../records/documents.ts';

/** Follows a topic with the kafkajs consumer and JSON.parse, as the baselines do. */
export async function readOrders(
  options: { brokers: string; topic: string; group: string; fromBeginning: boolean },
  onOrder: (order: OrderRecord) => void,
): Promise<void> {
  const kafka = new Kafka({ brokers: [options.brokers], clientId: options.group, logLevel: 1 });
  const consumer = kafka.consumer({ groupId: options.group, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topic: options.topic, fromBeginning: options.fromBeginning });
  const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { value } of batch.messages) {
        if (value) onOrder(JSON.parse(value.toString()) as OrderRecord);
      }
    },
  });
  await joined;
}
