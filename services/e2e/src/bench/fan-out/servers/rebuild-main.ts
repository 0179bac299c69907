import { z } from 'zod';
import type { OrderRecord } from '../records/documents.ts';
import { readOrders } from './read-orders.ts';

/** The floor of what building a view can cost: the kafkajs consumer, JSON.parse and a Map. */
const env = z
  .object({ KAFKA_BROKERS: z.string(), TOPIC: z.string(), RECORDS: z.coerce.number() })
  .parse(process.env);
const view = new Map<string, OrderRecord>();
let count = 0;
let began = 0;
await readOrders(
  { brokers: env.KAFKA_BROKERS, topic: env.TOPIC, group: `rebuild-${process.pid}`, fromBeginning: true },
  (order) => {
    if (count === 0) began = performance.now();
    count += 1;
    view.set(order.id, order);
    if (count < env.RECORDS) return;
    process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - began) / 1000 })}\n`);
    process.exit(0);
  },
);
