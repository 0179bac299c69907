import { randomBytes } from 'node:crypto';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { createLogger } from '@cupcakery/kit/log';
import { partitionOf } from '../../measuring/partition-of.ts';
import { type OrderRecord, stageNames } from './documents.ts';

/** Writes snapshots of orders as the order-processor does, but as many as wished and whenever wished. */
export type SnapshotWriter = {
  /** The next version of an order; its `updatedAt` is now. */
  change(id: string, customer: string): { record: ProduceRecord; stage: string };
  send(records: ProduceRecord[]): Promise<void>;
  stop(): Promise<void>;
};

export function newOrderId(): string {
  return `${randomBytes(10).toString('hex')}-${randomBytes(4).toString('hex')}`;
}

export async function createSnapshotWriter(brokers: string, workflow: string): Promise<SnapshotWriter> {
  const log = createLogger({ service: 'bench', level: 'error' });
  const kafka = createKafkaClient({ brokers: [brokers], clientId: 'bench' }, log);
  const topic = `${workflow}.orders`;
  const producer = await startProducer({ kafka, topics: [topic] });
  const partitions = producer.partitions(topic);
  const versions = new Map<string, number>();
  return {
    change(id, customer) {
      const version = (versions.get(id) ?? 0) + 1;
      versions.set(id, version);
      const value = snapshot(workflow, id, customer, version);
      const record = { topic, partition: partitionOf(id, partitions), key: id, value: JSON.stringify(value) };
      return { record, stage: value.stage };
    },
    send: (records) => producer.send(records),
    stop: () => producer.stop(),
  };
}

/** An order that cycles through its stages without end. */
function snapshot(workflow: string, id: string, customerId: string, version: number) {
  const now = new Date().toISOString();
  const [first = ''] = stageNames;
  const stage = stageNames[version % stageNames.length] ?? first;
  const order: OrderRecord & { workflow: string; route: string[]; attempts: number } = {
    id,
    workflow,
    version,
    visit: version,
    route: stageNames,
    status: 'open',
    stage,
    stageStatus: 'waiting',
    details: { flavour: 'Vanilla', size: 'M', quantity: 6 },
    customerId,
    placedAt: now,
    promisedAt: now,
    updatedAt: now,
    attempts: 1,
    stages: stageNames.map((name) => ({
      name,
      readyAt: now,
      startedAt: now,
      by: 'worker',
      completedAt: now,
    })),
  };
  const event = {
    type: 'StageCompleted',
    orderId: id,
    version,
    at: now,
    by: 'worker',
    stage: first,
    next: stage,
  };
  return { ...order, event, memory: { recent: [{ id: `p${id}` }] } };
}
