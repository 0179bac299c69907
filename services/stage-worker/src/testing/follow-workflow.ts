import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { followValues } from '@cupcakery/kit/testing/follow-values';
import { type Incident, type Reply, readIncident, readReply } from '@cupcakery/workflow/contracts/records';
import { readSnapshot, type Snapshot } from '@cupcakery/workflow/contracts/snapshot';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { z } from 'zod';

/** A snapshot with the type of the event that led to it. */
export type SnapshotWithEvent = Snapshot & { event: { type: string } };
const withEvent = z.object({ event: z.object({ type: z.string() }) });

/** What a workflow has written so far. */
export type WorkflowRecords = {
  /** Last snapshot of each order. */
  orders: Map<string, SnapshotWithEvent>;
  history: SnapshotWithEvent[];
  incidents: Incident[];
  /** By the id of the command. */
  replies: Map<string, Reply>;
  stop(): Promise<void>;
};

/** Follows a workflow's snapshots, incidents and replies from the start. */
export async function followWorkflow(kafka: KafkaClient, workflow: string): Promise<WorkflowRecords> {
  const names = topicNames(workflow);
  const orders = new Map<string, SnapshotWithEvent>();
  const history: SnapshotWithEvent[] = [];
  const incidents: Incident[] = [];
  const replies = new Map<string, Reply>();
  const readers = await Promise.all([
    followValues(kafka, names.orders, (value) => {
      const { event } = withEvent.parse(JSON.parse(value.toString()));
      const snapshot = { ...readSnapshot(value), event };
      history.push(snapshot);
      orders.set(snapshot.id, snapshot);
    }),
    followValues(kafka, names.incidents, (value) => incidents.push(readIncident(value))),
    followValues(kafka, names.replies, (value) => {
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
