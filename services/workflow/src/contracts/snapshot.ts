import { z } from 'zod';
import { answerSchema } from './event.ts';
import { type Order, orderSchema, stageProgressSchema } from './order.ts';
import type { OrderState } from './order-state.ts';
import { recordReader } from './records.ts';

/**
 * The version of the snapshot's form that this release reads. A release that changes the meaning of what is there
 * writes a higher one; new fields and new event types are no such change. A snapshot without a version has version 1.
 */
export const schemaVersion = 1;

const commandLogSchema = z.object({
  keyHash: z.exactOptional(z.string()),
  bodyHash: z.exactOptional(z.string()),
  recent: z.array(answerSchema),
  withdrawn: z.exactOptional(z.array(z.string())),
  hasContact: z.exactOptional(z.boolean()),
  traceparent: z.exactOptional(z.string()),
});
const versionField = z.exactOptional(
  z
    .int()
    .max(schemaVersion, `was written by a newer release; this one reads versions up to ${schemaVersion}`),
);

/** On the topic the command log is called `memory`. The event is left unread: it may be of a newer release. */
const snapshotSchema = orderSchema.extend({ memory: commandLogSchema, schemaVersion: versionField });

/** An order's state after an event, as `W.orders` carries it. */
export type Snapshot = z.infer<typeof snapshotSchema>;

/** What the single writer reads: unknown fields, as of a newer release, stay with the order. */
const storedSchema = z.looseObject({
  ...orderSchema.shape,
  stages: z.array(z.looseObject(stageProgressSchema.shape)),
  memory: z.looseObject(commandLogSchema.shape),
  schemaVersion: versionField,
  event: z.unknown(),
});

/** Reads a snapshot for a view: known fields only. @throws RecordError */
export const readSnapshot: (value: string | Buffer | null) => Snapshot = recordReader(
  'snapshot',
  snapshotSchema,
);

const readStored = recordReader('snapshot', storedSchema);

/**
 * Reads the decider's state from a snapshot of any release whose form it knows. Fields and event types that it does not
 * know are kept: the next snapshot carries the fields on.
 * @throws RecordError when the order cannot be read
 */
export function readState(value: string | Buffer | null): OrderState {
  const { event: _event, memory, ...order } = readStored(value);
  return { order, commandLog: memory, pendingAnswers: [] };
}

/** The order of a snapshot, without the command log. */
export function orderOf(snapshot: Snapshot): Order {
  const { memory: _memory, schemaVersion: _version, ...order } = snapshot;
  return order;
}

/** A snapshot's JSON from the JSON of its parts, so that an order is serialised once for ticket and snapshot. */
export function snapshotJson(orderJson: string, eventJson: string, state: OrderState): string {
  return `${orderJson.slice(0, -1)},"event":${eventJson},"memory":${JSON.stringify(state.commandLog)}}`;
}
