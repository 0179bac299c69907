import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Decisions, PartitionProcessor } from '@cupcakery/kit/kafka/exactly-once/processor-options';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import type { Command } from '@cupcakery/workflow/contracts/command';
import { hashPart } from '@cupcakery/workflow/contracts/identity';
import { isClosed } from '@cupcakery/workflow/contracts/order';
import type { OrderState } from '@cupcakery/workflow/contracts/order-state';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { type Incident, readCommand, readSnapshot, stateOf } from '@cupcakery/workflow/contracts/records';
import { dedupStubOf } from '@cupcakery/workflow/decider/command-log';
import { recordsOf, tombstonesOf } from '@cupcakery/workflow/decider/effects';
import { handle, type Outcome } from '@cupcakery/workflow/decider/handle';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';

/** The orders of one partition: open ones whole, closed ones as remnants that only dedupe. */
export type PartitionOrders = {
  partition: number;
  orders: Map<string, OrderState>;
  /**
   * Last snapshots from before this process, not read yet: most orders are never touched again, and a
   * partition is served again the sooner the less there is to parse. Disjoint from `orders`.
   */
  unread: Map<string, KafkaRecord>;
  /** Order id by the part of the id that orders of one idempotency key share. */
  byKey: Map<string, string>;
};

/** Told after each transaction, for metrics. */
export type MachineObserver = {
  answered(command: string, answer: string): void;
  changed(outcome: Outcome['steps'][number]): void;
  /** A state record that could not be read and was left out. */
  unreadable(record: KafkaRecord, error: unknown): void;
};

const expiredPerTidy = 500;
const readPerTidy = 2000;
const noHeaders = Buffer.alloc(0);

/**
 * The decider of one workflow as a single-writer machine.
 * @param partitions of the command topic: a command whose order belongs to another partition is not obeyed
 */
export function createOrderMachine(
  workflow: Workflow,
  partitions: number,
  observer: MachineObserver,
): PartitionProcessor<PartitionOrders> {
  const names = topicNames(workflow.name);

  function keep(state: PartitionOrders, next: OrderState): void {
    const { id } = next.order;
    // Closed orders move to the end, so that the oldest of them come first when they expire.
    state.orders.delete(id);
    state.orders.set(id, isClosed(next.order) ? dedupStubOf(next) : next);
    if (next.commandLog.keyHash !== undefined) state.byKey.set(hashPart(id), id);
  }

  function forget(state: PartitionOrders, orderId: string): void {
    state.orders.delete(orderId);
    state.unread.delete(orderId);
    if (state.byKey.get(hashPart(orderId)) === orderId) state.byKey.delete(hashPart(orderId));
  }

  /** The order's state, read from its snapshot if that has not happened yet. */
  function stateOfOrder(state: PartitionOrders, id: string): OrderState | undefined {
    const record = state.unread.get(id);
    if (!record) return state.orders.get(id);
    state.unread.delete(id);
    try {
      keep(state, stateOf(readSnapshot(record.value)));
    } catch (error) {
      observer.unreadable(record, error);
    }
    return state.orders.get(id);
  }

  function incidentOf(record: KafkaRecord, error: unknown, now: Date): ProduceRecord {
    const where = `${record.topic}/${record.partition}/${record.offset}`;
    const incident: Incident = {
      workflow: workflow.name,
      reason: error instanceof Error ? error.message : String(error),
      by: 'order-processor',
      at: now.toISOString(),
      record: {
        topic: record.topic,
        partition: record.partition,
        offset: String(record.offset),
        key: record.key,
      },
    };
    const event = {
      id: where,
      type: 'cupcakery.Incident',
      source: `/cupcakery/${workflow.name}`,
      time: now.toISOString(),
    };
    return cloudEventRecord(
      { topic: names.incidents, key: where, value: JSON.stringify(incident), event },
      record.partition,
    );
  }

  function read(record: KafkaRecord): Command {
    const command = readCommand(record.value);
    if (partitionOf(command.orderId, partitions) !== record.partition) {
      throw new Error(
        `order ${command.orderId} belongs to partition ${partitionOf(command.orderId, partitions)}`,
      );
    }
    return command;
  }

  return {
    create: (partition) => ({ partition, orders: new Map(), unread: new Map(), byKey: new Map() }),
    isEmpty: (state) => state.orders.size === 0 && state.unread.size === 0,

    restore(state, record) {
      const { key, value } = record;
      if (key === null) return;
      if (value === null) return forget(state, key);
      // A copy: the record is a view that would keep the whole fetch in memory.
      state.unread.set(key, { ...record, value: Buffer.from(value), headers: noHeaders });
      // Without a key nobody asks by this part, and with one the order that was placed is the first.
      if (!state.byKey.has(hashPart(key))) state.byKey.set(hashPart(key), key);
    },

    decide(state, commands, now): Decisions {
      const records: ProduceRecord[] = [];
      const changed = new Map<string, OrderState>();
      const newKeys = new Map<string, string>();
      const told: (() => void)[] = [];
      const time = now.toISOString();
      const stateFor = (command: Command): OrderState | undefined => {
        const key =
          command.type === 'place' && command.keyHash !== undefined ? hashPart(command.orderId) : undefined;
        const id = (key && (newKeys.get(key) ?? state.byKey.get(key))) ?? command.orderId;
        return changed.get(id) ?? stateOfOrder(state, id);
      };
      for (const record of commands) {
        let command: Command;
        try {
          command = read(record);
        } catch (error) {
          records.push(incidentOf(record, error, now));
          told.push(() => observer.answered('unreadable', 'INCIDENT'));
          continue;
        }
        const before = stateFor(command);
        const outcome = handle(workflow, before, command, time);
        for (const out of recordsOf(workflow, before?.order, command, outcome, time)) {
          records.push(cloudEventRecord(out, state.partition));
        }
        const { state: after, refusal, steps } = outcome;
        if (after && after !== before) {
          changed.set(after.order.id, after);
          if (after.commandLog.keyHash !== undefined) newKeys.set(hashPart(after.order.id), after.order.id);
        }
        told.push(() => {
          observer.answered(command.type, refusal?.code ?? 'OK');
          for (const s of steps) observer.changed(s);
        });
      }
      return {
        records,
        onCommitted() {
          for (const next of changed.values()) keep(state, next);
          for (const tell of told) tell();
        },
      };
    },

    expire(state, now) {
      // Some of what was never touched is read now, so that it can expire.
      for (const id of [...state.unread.keys()].slice(0, readPerTidy)) stateOfOrder(state, id);
      const expired: OrderState[] = [];
      for (const candidate of state.orders.values()) {
        if (!isClosed(candidate.order)) continue;
        const since = now.getTime() - Date.parse(candidate.order.updatedAt);
        if (since < workflow.archiveAfter * 1000 || expired.length === expiredPerTidy) break;
        expired.push(candidate);
      }
      if (expired.length === 0) return undefined;
      const time = now.toISOString();
      const records = expired
        .flatMap((order) => tombstonesOf(workflow, order, time))
        .map((record) => cloudEventRecord(record, state.partition));
      return {
        records,
        onCommitted: () => {
          for (const { order } of expired) forget(state, order.id);
        },
      };
    },
  };
}
