import { plausibleTime } from '@cupcakery/kit/kafka/consume/plausible-time';
import { assertReadable, headerOf, type KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { parseTraceparent } from '@cupcakery/kit/trace';
import type { CommandOf } from '@cupcakery/workflow/contracts/command';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { RecordError, readTicket } from '@cupcakery/workflow/contracts/records';
import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';
import { foreignDetails, foreignOrderId } from './foreign-order.ts';

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

/** As in commands, which carry the id. */
const maxIdLength = 200;

/** Tells a ticket from what else waits at a stage. */
export function isTicket(item: Ticket | object): item is Ticket {
  return 'orderId' in item;
}

/**
 * The ticket that a record of a stage's topic is.
 * @param ownIdsFrom offset from which on a foreign record's own position makes its order's id, see `foreignOrderId`
 * @throws when it cannot be read, or it is none and the stage does not adopt foreign records, or the details do not fit
 */
export function ticketOf(
  workflow: Workflow,
  stage: Stage,
  record: KafkaRecord,
  ownIdsFrom: number,
  now: number,
): Ticket {
  const { partition, offset, value } = assertReadable(record);
  const source = headerOf(record, 'ce_source');
  if (source !== `/cupcakery/${workflow.name}`)
    return foreignTicket(workflow, stage, record, ownIdsFrom, now);
  const order = readTicket(value);
  if (order.stage !== stage.name) throw new RecordError(`a ticket for ${order.stage}, not for ${stage.name}`);
  if (order.id.length > maxIdLength) throw new RecordError(`an order id of ${order.id.length} characters`);
  return {
    partition,
    offset,
    orderId: order.id,
    visit: order.visit,
    readyAt: readyAtOf(order) ?? writtenAt(record, now),
    value: value ?? Buffer.alloc(0),
    traceparent: traceparentOf(record),
  };
}

function readyAtOf(order: Order): number | undefined {
  const readyAt = Date.parse(order.stages.find((s) => s.name === order.stage)?.readyAt ?? '');
  return Number.isNaN(readyAt) ? undefined : readyAt;
}

/** Producers choose timestamps freely; one that cannot be true would count as decades of waiting. */
function writtenAt({ timestamp }: KafkaRecord, now: number): number {
  return plausibleTime(timestamp, now) ?? now;
}

/** Undefined unless it is valid: a target's request could not be built with just any text. */
function traceparentOf(record: KafkaRecord): string | undefined {
  const traceparent = headerOf(record, 'traceparent');
  return parseTraceparent(traceparent) ? traceparent : undefined;
}

/** Old programs write orders straight to the first stage's topic: the record is the order and its first ticket. */
function foreignTicket(
  workflow: Workflow,
  stage: Stage,
  record: KafkaRecord,
  ownIdsFrom: number,
  now: number,
): Ticket {
  if (!stage.adopt)
    throw new RecordError(
      `not written by this system (ce_source is not /cupcakery/${workflow.name}), and the stage does not adopt such records`,
    );
  const { details, json, bodyHash } = foreignDetails(workflow, record);
  const { topic, partition, offset } = record;
  const orderId = foreignOrderId(workflow, record, ownIdsFrom);
  return {
    partition,
    offset,
    orderId,
    visit: 1,
    readyAt: writtenAt(record, now),
    value: json,
    traceparent: traceparentOf(record),
    place: {
      type: 'place',
      id: `${topic}-${partition}-${offset}`,
      orderId,
      by: { kind: 'worker', name: 'stage-worker' },
      bodyHash,
      details,
      ticketed: true,
    },
  };
}
