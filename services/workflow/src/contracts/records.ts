import { z } from 'zod';
import { type Command, commandSchema } from './command.ts';
import { type Contact, contactSchema } from './contact.ts';
import { type Control, type ControlCommand, controlCommandSchema, controlSchema } from './control.ts';
import { anyEventSchema, type FutureEvent, type OrderEvent } from './event.ts';
import { type Order, orderSchema } from './order.ts';
import { refusalCodes } from './refusal.ts';

/** CloudEvents attributes of a record; kit turns them into `ce_*` headers. */
export type CloudEvent = { id: string; type: string; source: string; time: string; traceparent?: string };

/** What the processor decides: commands on orders, and those that pause and resume. */
export type AnyCommand = Command | ControlCommand;
const anyCommandSchema: z.ZodType<AnyCommand> = z.discriminatedUnion('type', [
  commandSchema,
  controlCommandSchema,
]);

/** One record to be written, before it has a partition. `value` null is a tombstone. */
export type OutRecord = { topic: string; key: string; value: string | null; event: CloudEvent };

/** A record value that does not fit its topic's schema. It becomes an incident, never a crash. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

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
  /** What holds after a command that paused or resumed. */
  control: z.exactOptional(controlSchema),
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

/** Reads a record's value by a schema. The reader throws RecordError with the path of the bad field and the reason. */
export function recordReader<T>(what: string, schema: z.ZodType<T>): (value: string | Buffer | null) => T {
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
export const readCommand: (value: string | Buffer | null) => AnyCommand = recordReader(
  'command',
  anyCommandSchema,
);
export const readTicket: (value: string | Buffer | null) => Order = recordReader('ticket', orderSchema);
export const readWithdrawal: (value: string | Buffer | null) => Withdrawal = recordReader(
  'withdrawal',
  withdrawalSchema,
);
export const readControl: (value: string | Buffer | null) => Control = recordReader('control', controlSchema);
export const readReply: (value: string | Buffer | null) => Reply = recordReader('reply', replySchema);
export const readIncident: (value: string | Buffer | null) => Incident = recordReader(
  'incident',
  incidentSchema,
);

/** Reads an event of the history; one of a type that this release does not know is a FutureEvent. */
export const readEvent: (value: string | Buffer | null) => OrderEvent | FutureEvent = recordReader(
  'event',
  anyEventSchema,
);
export const readContact: (value: string | Buffer | null) => Contact = recordReader('contact', contactSchema);
