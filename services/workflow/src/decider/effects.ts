import { isHiddenFrom } from '../access/visibility.ts';
import type { Command } from '../contracts/command.ts';
import type { Contact } from '../contracts/contact.ts';
import type { Order } from '../contracts/order.ts';
import type { OrderState } from '../contracts/order-state.ts';
import type { CloudEvent, Incident, OutRecord, Reply, Withdrawal } from '../contracts/records.ts';
import type { Refusal } from '../contracts/refusal.ts';
import { snapshotJson } from '../contracts/snapshot.ts';
import { topicNames } from '../file/topic-names.ts';
import { stageNamed, type Workflow } from '../file/workflow-file.ts';
import { isDedupStub } from './command-log.ts';
import type { Outcome } from './handle.ts';
import { withdraws } from './withdraws.ts';

/**
 * The records that one command's outcome adds to the transaction: for each event the event, the snapshot and what
 * follows from it (ticket, withdrawal, incident, result), then the reply if a person waits for one.
 * @param before the order before the command, undefined when there was none
 * @param trace traceparent of the step that decides the command, where it is recorded: for events and snapshots
 */
export function recordsOf(
  workflow: Workflow,
  before: Order | undefined,
  command: Command,
  outcome: Outcome,
  now: string,
  trace?: string,
): OutRecord[] {
  const records: OutRecord[] = [];
  let previous = before;
  for (const { event, state } of outcome.steps) {
    recordsOfEvent(workflow, previous, { event, state, trace }, records);
    if (event.type === 'OrderPlaced' && command.type === 'place' && command.contact !== undefined) {
      records.push(contactRecord(workflow, state.order.id, command.contact, now));
    }
    previous = state.order;
  }
  if (command.by.kind !== 'worker') records.push(replyToOrder(workflow, command, outcome, now));
  else if (command.type === 'place' && outcome.refusal) {
    records.push(refusedRecord(workflow, command, outcome.refusal, now));
  }
  return records;
}

function recordsOfEvent(
  workflow: Workflow,
  before: Order | undefined,
  { event, state, trace }: Outcome['steps'][number] & { trace: string | undefined },
  records: OutRecord[],
): void {
  const names = topicNames(workflow.name);
  const { order } = state;
  const key = order.id;
  const orderJson = JSON.stringify(order);
  const eventJson = JSON.stringify(event);
  const attributes = (kind: string, traceparent: string | undefined): CloudEvent => ({
    id: `${order.id}/${order.version}`,
    type: `cupcakery.${kind}`,
    source: `/cupcakery/${workflow.name}`,
    time: event.at,
    ...(traceparent === undefined ? {} : { traceparent }),
  });
  const put = (topic: string, recordKey: string, value: string | null, kind: string, traceparent?: string) =>
    records.push({ topic, key: recordKey, value, event: attributes(kind, traceparent) });

  put(names.events, key, eventJson, event.type, trace);
  put(names.orders, key, snapshotJson(orderJson, eventJson, state), 'Snapshot', trace);
  const hasTicket = event.type === 'OrderPlaced' && event.ticketed === true;
  if (order.visit !== before?.visit && !hasTicket) {
    put(stageNamed(workflow, order.stage).topic, key, orderJson, 'Ticket', state.commandLog.traceparent);
  }
  if (before && withdraws(event)) {
    const withdrawal: Withdrawal = { visit: before.visit, reason: event.type };
    put(names.withdrawals, withdrawalKey(order.id, before.stage), JSON.stringify(withdrawal), 'Withdrawal');
  }
  if (event.type === 'IncidentOpened') {
    const incident: Incident = {
      workflow: workflow.name,
      orderId: order.id,
      stage: event.stage,
      reason: event.reason,
      by: event.by,
      at: event.at,
    };
    put(names.incidents, key, JSON.stringify(incident), 'Incident');
  } else if (before?.status === 'incident' && order.status !== 'incident') {
    put(names.incidents, key, null, 'IncidentResolved');
  }
  if (event.type === 'OrderFinished') put(workflow.results.topic, key, orderJson, 'Result');
}

/** The key of a withdrawal, `<order id>/<stage>`. */
export function withdrawalKey(orderId: string, stage: string): string {
  return `${orderId}/${stage}`;
}

/** How to reach the customer of an order; null: no longer. */
function contactRecord(workflow: Workflow, orderId: string, contact: Contact | null, now: string): OutRecord {
  return {
    topic: topicNames(workflow.name).contacts,
    key: orderId,
    value: contact && JSON.stringify(contact),
    event: {
      id: `${orderId}/contact`,
      type: contact ? 'cupcakery.Contact' : 'cupcakery.ContactRemoved',
      source: `/cupcakery/${workflow.name}`,
      time: now,
    },
  };
}

/** Tombstones for an order that is archived: its snapshot, its contact and the withdrawals of its tickets. */
export function tombstonesOf(
  workflow: Workflow,
  { order, commandLog }: OrderState,
  now: string,
): OutRecord[] {
  const names = topicNames(workflow.name);
  const event: CloudEvent = {
    id: `${order.id}/archived`,
    type: 'cupcakery.Archived',
    source: `/cupcakery/${workflow.name}`,
    time: now,
  };
  const withdrawals = (commandLog.withdrawn ?? []).map((stage) => withdrawalKey(order.id, stage));
  return [
    { topic: names.orders, key: order.id, value: null, event },
    ...(commandLog.hasContact === true ? [contactRecord(workflow, order.id, null, now)] : []),
    ...withdrawals.map((key) => ({ topic: names.withdrawals, key, value: null, event })),
  ];
}

/**
 * The incident of a foreign record that could not become an order: no caller waits for a reply, so without an
 * incident it would be lost silently. Its key is the command's id, since the order, if any, is someone else's.
 */
function refusedRecord(workflow: Workflow, command: Command, refusal: Refusal, now: string): OutRecord {
  const incident: Incident = {
    workflow: workflow.name,
    reason: `record ${command.id} refused: ${refusal.message}`,
    by: command.by.name,
    at: now,
  };
  return {
    topic: topicNames(workflow.name).incidents,
    key: command.id,
    value: JSON.stringify(incident),
    event: { id: command.id, type: 'cupcakery.Incident', source: `/cupcakery/${workflow.name}`, time: now },
  };
}

function replyToOrder(workflow: Workflow, command: Command, outcome: Outcome, now: string): OutRecord {
  const { state, refusal } = outcome;
  const reply: Reply = { id: command.id, orderId: state?.order.id ?? command.orderId, ...refusal };
  const hidden = state !== undefined && isHiddenFrom(workflow, state.order, command);
  if (hidden) reply.orderId = command.orderId;
  if (state && !hidden && !isDedupStub(state.order)) reply.order = state.order;
  return replyRecord(workflow, reply, now);
}

/** The answer to a person's command. */
export function replyRecord(workflow: Workflow, reply: Reply, now: string): OutRecord {
  return {
    topic: topicNames(workflow.name).replies,
    key: reply.id,
    value: JSON.stringify(reply),
    event: { id: reply.id, type: 'cupcakery.Reply', source: `/cupcakery/${workflow.name}`, time: now },
  };
}
