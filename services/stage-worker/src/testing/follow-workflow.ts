import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import {
  type Incident,
  type Reply,
  readIncident,
  readReply,
  readSnapshot,
  type Snapshot,
} from '@cupcakery/workflow/contracts/records';
import { topicNames } from '@cupcakery/workflow/file/topic-names';

/** What a workflow has written so far. */
export type WorkflowRecords = {
  /** Last snapshot of each order. */
  orders: Map<string, Snapshot>;
  history: Snapshot[];
  incidents: Incident[];
  /** By the id of the command. */
  replies: Map<string, Reply>;
  stop(): Promise<void>;
};

/** Follows a workflow's snapshots, incidents and replies from the start. */
export async function followWorkflow(kafka: KafkaClient, workflow: string): Promise<WorkflowRecords> {
  const names = topicNames(workflow);
  const orders = new Map<string, Snapshot>();
  const history: Snapshot[] = [];
  const incidents: Incident[] = [];
  const replies = new Map<string, Reply>();
  const follow = (topic: string, onValue: (value: Buffer) => void) =>
    startReader({
      kafka,
      topic,
      from: 'start',
      maxWaitMs: 50,
      onRecords: (_partition, records) => {
        for (const record of records) if (record.value) onValue(record.value);
      },
    });
  const readers = await Promise.all([
    follow(names.orders, (value) => {
      const snapshot = readSnapshot(value);
      history.push(snapshot);
      orders.set(snapshot.id, snapshot);
    }),
    follow(names.incidents, (value) => incidents.push(readIncident(value))),
    follow(names.replies, (value) => {
      const reply = readReply(value);
      replies.set(reply.id, reply);
    }),
  ]);
  return {
    orders,
    history,
    incidents,
    replies,
    async stop() {
      await Promise.all(readers.map((reader) => reader.stop()));
    },
  };
}
