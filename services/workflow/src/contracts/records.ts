import { z } from 'zod';
import { type Command, commandSchema } from './command.ts';
import { answerSchema, eventSchema, type OrderEvent } from './event.ts';
import { type Order, orderSchema } from './order.ts';
import type { OrderState } from './order-state.ts';
import { refusalCodes } from './refusal.ts';

/** CloudEvents attributes of a record; kit turns them into `ce_*` headers. */
export type CloudEvent = { id: string; type: string; source: string; time: string };

/** One record to be written, before it has a partition. `value` null is a tombstone. */
export type OutRecord = { topic: string; key: string; value: string | null; event: CloudEvent };

/** A record value that does not fit its topic's schema. It becomes an incident, never a crash. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

const commandLogSchema = z.object({
  keyHash: z.exactOptional(z.string()),
  bodyHash: z.exactOptional(z.string()),
  recent: z.array(answerSchema),
  withdrawn: z.exactOptional(z.array(z.string())),
});
/** On the topic the command log is called `memory`. */
const snapshotSchema = orderSchema.extend({ event: eventSchema, memory: commandLogSchema });

/** An order's state after `event`, as `W.orders` carries it. */
export type Snapshot = z.infer<typeof snapshotSchema>;

export const withdrawalSchema = z.object({ visit: z.int(), reason: z.string() });
/** Workers drop tickets of the order's stage up to and including this visit. */
export type Withdrawal = z.infer<typeof withdrawalSchema>;

export const replySchema = z.object({
  id: z.string(),
  orderId: z.string(),
  code: z.exactOptional(z.enum(refusalCodes)),
  message: z.exactOptional(z.string()),
  errors: z.exactOptional(z.array(z.object({ field: z.string(), detail: z.string() }))),
  /** The order after the command; absent when the processor keeps only a dedup stub of it (closed long ago). */
  order: z.exactOptional(orderSchema),
});
/** The processor's answer to a person's command; no `code` means it was accepted. */
export type Reply = z.infer<typeof replySchema>;

export const incidentSchema = z.object({
  workflow: z.string(),
  orderId: z.exactOptional(z.string()),
  stage: z.exactOptional(z.string()),
  reason: z.string(),
  by: z.string(),
  at: z.string(),
  /** Position of the unreadable record, or of the first of a range of them. */
  record: z.exactOptional(
    z.object({
      topic: z.string(),
      partition: z.int(),
      offset: z.string(),
      /** Shortened, see `recordIncident`. */
      key: z.nullable(z.string()),
      /** Only of a range: its end, and how many records it has. */
      lastOffset: z.exactOptional(z.string()),
      count: z.exactOptional(z.int()),
    }),
  ),
});
/** Something a person has to resolve: an order that stopped, or a record that cannot be read. */
export type Incident = z.infer<typeof incidentSchema>;

function reader<T>(what: string, schema: z.ZodType<T>): (value: string | Buffer | null) => T {
  return (value) => {
    if (value === null) throw new RecordError(`${what}: the value is empty`);
    let json: unknown;
    try {
      json = JSON.parse(typeof value === 'string' ? value : value.toString('utf8'));
    } catch (error) {
      throw new RecordError(`${what}: not JSON: ${error instanceof Error ? error.message : error}`);
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new RecordError(`${what}: ${issue?.path.join('.') || 'value'}: ${issue?.message}`);
  };
}

/** Readers of record values. Each throws RecordError with the path of the bad field and the reason. */
export const readCommand: (value: string | Buffer | null) => Command = reader('command', commandSchema);
export const readTicket: (value: string | Buffer | null) => Order = reader('ticket', orderSchema);
export const readSnapshot: (value: string | Buffer | null) => Snapshot = reader('snapshot', snapshotSchema);
export const readEvent: (value: string | Buffer | null) => OrderEvent = reader('event', eventSchema);
export const readWithdrawal: (value: string | Buffer | null) => Withdrawal = reader(
  'withdrawal',
  withdrawalSchema,
);
export const readReply: (value: string | Buffer | null) => Reply = reader('reply', replySchema);
export const readIncident: (value: string | Buffer | null) => Incident = reader('incident', incidentSchema);

/** The order of a snapshot, without the event and the command log. */
export function orderOf(snapshot: Snapshot): Order {
  const { event: _event, memory: _memory, ...order } = snapshot;
  return order;
}

/** The decider's state in a snapshot; `memory` on the topic is the command log. */
export function stateOf(snapshot: Snapshot): OrderState {
  return { order: orderOf(snapshot), commandLog: snapshot.memory, pendingAnswers: [] };
}

/** A snapshot's JSON from the JSON of its parts, so that an order is serialised once for ticket and snapshot. */
export function snapshotJson(orderJson: string, eventJson: string, state: OrderState): string {
  return `${orderJson.slice(0, -1)},"event":${eventJson},"memory":${JSON.stringify(state.commandLog)}}`;
}
