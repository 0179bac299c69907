import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import { ByteWriter } from '@cupcakery/kit/kafka/wire/byte-writer';
import { type WireMessage, writeRecordBatch } from '@cupcakery/kit/kafka/wire/record-batch';
import type { Command } from '@cupcakery/workflow/contracts/command';
import { hashOf, keyHashOf, newOrderId } from '@cupcakery/workflow/contracts/identity';
import type { OrderState } from '@cupcakery/workflow/contracts/order-state';
import { recordsOf } from '@cupcakery/workflow/decider/effects';
import { handle } from '@cupcakery/workflow/decider/handle';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';

/**
 * What one order leaves on a topic, in one copy. `alone`: each transaction has this order only, so that batch and
 * marker are its own; `together`: batches are so full that both cost nothing.
 */
export type TopicBytes = { topic: string; records: number; alone: number; together: number };

/** Of a record batch and of a transaction's marker: see "Message Format" in Kafka's protocol documentation. */
const batchHeader = 61;
const marker = 78;

const customer = '5f6c1f0e-6d0b-4c57-9d53-2a3c4a3b9a11';
const pod = 'cupcakery-cupcakes-decorate-7d9c6b5f4d-x2x4z';
const now = '2026-01-01T12:00:00.000Z';

/** The topics that an order of these details writes on its way, worked on by workers alone. */
export function bytesOfOrder(workflow: Workflow, details: Record<string, unknown>): TopicBytes[] {
  const sums = new Map<string, TopicBytes>();
  const add = (topic: string, messages: readonly WireMessage[], extra: number) => {
    const size = batchSize(messages);
    const sum = sums.get(topic) ?? { topic, records: 0, alone: 0, together: 0 };
    sum.records += messages.length;
    sum.alone += size + extra;
    sum.together += size - batchHeader;
    sums.set(topic, sum);
  };
  let state: OrderState | undefined;
  for (const command of commandsOf(workflow, details)) {
    const { work, commands } = topicNames(workflow.name);
    add(command.by.kind === 'worker' ? work : commands, [commandRecord(workflow, command)], 0);
    const outcome = handle(workflow, state, command, now);
    if (outcome.refusal) throw new Error(`${command.type}: ${outcome.refusal.message}`);
    const written = recordsOf(workflow, state?.order, command, outcome, now);
    for (const [topic, records] of Map.groupBy(written, (record) => record.topic)) {
      const messages = records.map((record) => cloudEventRecord(record, 0));
      add(topic, messages, marker);
    }
    state = outcome.state;
  }
  if (state?.order.status !== 'finished') throw new Error(`the order ended ${state?.order.status}`);
  return [...sums.values()];
}

function commandsOf(workflow: Workflow, details: Record<string, unknown>): Command[] {
  const keyHash = keyHashOf(workflow.name, customer, customer);
  const orderId = newOrderId(workflow, details, keyHash);
  const by = { kind: 'worker', name: pod } as const;
  const work = workflow.stages.flatMap(({ name: stage, announceStart }, n): Command[] => {
    const commandOf = (type: string) => ({
      id: `${orderId}/${stage}/${n + 1}/${type}`,
      orderId,
      by,
      stage,
      visit: n + 1,
    });
    const start: Command[] = announceStart ? [{ ...commandOf('start'), type: 'start' }] : [];
    return [...start, { ...commandOf('complete'), type: 'complete' }];
  });
  const place = {
    id: customer,
    orderId,
    by: { kind: 'customer', name: customer },
    customerId: customer,
  } as const;
  return [{ ...place, type: 'place', details, keyHash, bodyHash: hashOf(customer) }, ...work];
}

function commandRecord({ name }: Workflow, command: Command): WireMessage {
  const traceparent = command.type === 'place' ? `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` : undefined;
  const source = command.type === 'place' ? '/cupcakery/order-api' : `/cupcakery/${name}/decorate`;
  const event = { id: command.id, type: `cupcakery.command.${command.type}`, source, time: now, traceparent };
  return cloudEventRecord({ topic: '', key: command.orderId, value: JSON.stringify(command), event }, 0);
}

function batchSize(messages: readonly WireMessage[]): number {
  const out = new ByteWriter();
  const owner = { producerId: '0', producerEpoch: 0, firstSequence: 0, transactional: true };
  writeRecordBatch(out, messages, owner, Date.parse(now));
  return out.length;
}
