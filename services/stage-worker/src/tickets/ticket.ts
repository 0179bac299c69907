import { assertReadable, headerOf, type KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { CommandOf } from '@cupcakery/workflow/contracts/command';
import { hashOf } from '@cupcakery/workflow/contracts/identity';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { RecordError, readTicket } from '@cupcakery/workflow/contracts/records';
import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';

/** A piece of work: this order waits for this stage. `value` is what an http target is sent. */
export type Ticket = {
  partition: number;
  offset: number;
  orderId: string;
  visit: number;
  /** When the order arrived at the stage, ms since the epoch. */
  readyAt: number;
  value: Buffer;
  traceparent: string | undefined;
  /** The command that has to be accepted first: the record came from a foreign producer. */
  place?: CommandOf<'place'>;
};

/**
 * The ticket that a record of a stage's topic is.
 * @throws when it cannot be read, or it is none and the stage does not adopt foreign records, or the details do not fit
 */
export function ticketOf(workflow: Workflow, stage: Stage, record: KafkaRecord): Ticket {
  const { partition, offset, value } = assertReadable(record);
  if (headerOf(record, 'ce_id') === undefined) return foreignTicket(workflow, stage, record);
  const order = readTicket(value);
  if (order.stage !== stage.name) throw new RecordError(`a ticket for ${order.stage}, not for ${stage.name}`);
  return {
    partition,
    offset,
    orderId: order.id,
    visit: order.visit,
    readyAt: readyAtOf(order, record.timestamp),
    value: value ?? Buffer.alloc(0),
    traceparent: headerOf(record, 'traceparent'),
  };
}

function readyAtOf(order: Order, fallback: number): number {
  const readyAt = order.stages.find((s) => s.name === order.stage)?.readyAt;
  return readyAt === undefined ? fallback : Date.parse(readyAt);
}

/** Old programs write orders straight to the first stage's topic: the record is the order and its first ticket. */
function foreignTicket(workflow: Workflow, stage: Stage, record: KafkaRecord): Ticket {
  if (!stage.adopt)
    throw new RecordError('not written by this system (no ce_id), and the stage does not adopt such records');
  const where = `${record.topic}-${record.partition}-${record.offset}`;
  let details: unknown;
  try {
    details = JSON.parse(record.value?.toString('utf8') ?? '');
  } catch (error) {
    throw new RecordError(`not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const [problem] = workflow.checkDetails(details);
  if (problem) throw new RecordError(`details${problem.field} ${problem.detail}`);
  // The record stays where it is, so the order has to lie in the same partition: the id begins with `p<N>.`.
  const hash = hashOf(workflow.name, record.key ?? where);
  const orderId = `p${record.partition}.${hash.slice(0, 20)}-${hash.slice(20, 28)}`;
  return {
    partition: record.partition,
    offset: record.offset,
    orderId,
    visit: 1,
    readyAt: record.timestamp,
    value: record.value ?? Buffer.alloc(0),
    traceparent: headerOf(record, 'traceparent'),
    place: {
      type: 'place',
      id: where,
      orderId,
      by: { kind: 'worker', name: 'stage-worker' },
      // A second record of the same key with other content is refused, not taken for a repeat.
      bodyHash: hashOf(record.value?.toString('utf8') ?? ''),
      // checkDetails accepts objects only: the schema's type is object.
      details: details as Record<string, unknown>,
      ticketed: true,
    },
  };
}
