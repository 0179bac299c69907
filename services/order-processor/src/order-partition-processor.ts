import { assertReadable, type KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Decisions, PartitionProcessor } from '@cupcakery/kit/kafka/exactly-once/processor-options';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { noTracer, type Tracer } from '@cupcakery/kit/tracing/tracer';
import type { Command, CommandOf } from '@cupcakery/workflow/contracts/command';
import { hashPart } from '@cupcakery/workflow/contracts/identity';
import type { OrderState } from '@cupcakery/workflow/contracts/order-state';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { type AnyCommand, readCommand } from '@cupcakery/workflow/contracts/records';
import { workRefusal } from '@cupcakery/workflow/contracts/work-command';
import { decideControl, recordsOfControl } from '@cupcakery/workflow/decider/decide-control';
import { recordsOf, tombstonesOf } from '@cupcakery/workflow/decider/effects';
import { handle, type Outcome } from '@cupcakery/workflow/decider/handle';
import { processorGroup, topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { commandIncident } from './command-incident.ts';
import {
  createPartitionOrders,
  dropOrder,
  expiredOrders,
  type PartitionOrders,
  readSome,
  restoreOrder,
  stateOfOrder,
  storeOrder,
} from './partition-orders.ts';
import { refusalsOf } from './refuse-command.ts';
import { traceBatch, traceparentOf } from './trace-commands.ts';

/** Called after each committed transaction, for metrics. */
export type ProcessorObserver = {
  answered(command: string, answer: string): void;
  changed(outcome: Outcome['steps'][number]): void;
};

const maxExpiredPerRun = 500;
/** Together with the pause between runs about a fifth of a core, with twelve partitions. */
const maxReadPerRun = 500;

/**
 * The decider of one workflow as a processor of one partition's commands.
 * @param partitions of the command topic: a command whose order belongs to another partition becomes an incident
 */
export function createOrderPartitionProcessor(
  workflow: Workflow,
  partitions: number,
  observer: ProcessorObserver,
  tracer: Tracer = noTracer,
): PartitionProcessor<PartitionOrders> {
  const group = processorGroup(workflow.name);
  return {
    create: (partition) => createPartitionOrders(workflow, partition),
    isEmpty: ({ orders, unread }) => orders.size === 0 && unread.size === 0,
    restore: restoreOrder,

    decide(partition, commands, now): Decisions {
      const batch = createBatch(partition);
      const trace = traceBatch({ tracer, group, workflow: workflow.name, now });
      const records: ProduceRecord[] = [];
      const notifications: (() => void)[] = [];
      const time = now.toISOString();
      for (const record of commands) {
        let command: AnyCommand;
        try {
          command = readOwnCommand(workflow.name, record, partitions);
        } catch (error) {
          records.push(commandIncident(workflow.name, record, error, now));
          notifications.push(() => observer.answered('unreadable', 'INCIDENT'));
          continue;
        }
        if (command.type === 'control') {
          const decision = decideControl(workflow, command, time);
          for (const out of recordsOfControl(workflow, command, decision, time)) {
            records.push(cloudEventRecord(out, partition.partition));
          }
          const answer = 'refusal' in decision ? decision.refusal.code : 'OK';
          const step = trace.of(record, command, undefined);
          notifications.push(() => {
            observer.answered('control', answer);
            step.end(answer);
          });
          continue;
        }
        const before = batch.stateFor(command);
        const outcome = handle(workflow, before, command, time);
        const step = trace.of(record, command, outcome.state?.commandLog.traceparent);
        const eventTrace = step.eventTrace(outcome);
        for (const out of recordsOf(workflow, before?.order, command, outcome, time, eventTrace)) {
          records.push(cloudEventRecord(out, partition.partition));
        }
        if (outcome.state && outcome.state !== before) batch.stage(outcome.state);
        notifications.push(() => {
          const answer = outcome.refusal?.code ?? 'OK';
          observer.answered(command.type, answer);
          for (const change of outcome.steps) observer.changed(change);
          step.end(answer);
        });
      }
      return {
        records,
        onCommitted() {
          batch.store();
          for (const notify of notifications) notify();
          trace.committed();
        },
      };
    },

    refuse(partition, record, error, now) {
      const batch = createBatch(partition);
      let command: AnyCommand | undefined;
      try {
        command = readOwnCommand(workflow.name, record, partitions);
      } catch {
        // What cannot be read was to become an incident anyway.
      }
      const before = command && command.type !== 'control' ? batch.stateFor(command) : undefined;
      return refusalsOf(workflow, record, { command, before }, error, now).map(
        ({ records, state, steps }) => ({
          records,
          onCommitted() {
            if (state) storeOrder(partition, state);
            observer.answered(command?.type ?? 'unreadable', command ? 'INVALID' : 'INCIDENT');
            for (const step of steps) observer.changed(step);
          },
        }),
      );
    },

    expire(partition, now) {
      readSome(partition, maxReadPerRun);
      const { archiveAfter } = workflow;
      const expired = expiredOrders(partition, { archiveAfter, now, max: maxExpiredPerRun });
      const more = expired.length === maxExpiredPerRun || partition.unread.size > 0;
      if (expired.length === 0 && !more) return undefined;
      const time = now.toISOString();
      const records = expired
        .flatMap((state) => tombstonesOf(workflow, state, time))
        .map((record) => cloudEventRecord(record, partition.partition));
      return {
        records,
        more,
        onCommitted: () => {
          for (const { order } of expired) dropOrder(partition, order.id);
        },
      };
    },
  };
}

/** States changed by a batch that is not committed yet; later commands of the batch see them. */
function createBatch(partition: PartitionOrders) {
  const changed = new Map<string, OrderState>();
  const newKeys = new Map<string, string>();
  return {
    /** The state that the command is decided on: of its order, or of the one that its idempotency key placed. */
    stateFor(command: Command): OrderState | undefined {
      const key =
        command.type === 'place' && command.keyHash !== undefined ? hashPart(command.orderId) : undefined;
      const id = (key && (newKeys.get(key) ?? partition.byKey.get(key))) ?? command.orderId;
      return changed.get(id) ?? stateOfOrder(partition, id);
    },
    stage(state: OrderState): void {
      const { id } = state.order;
      changed.set(id, state);
      if (state.commandLog.keyHash !== undefined) newKeys.set(hashPart(id), id);
    },
    store(): void {
      for (const state of changed.values()) storeOrder(partition, state);
    },
  };
}

/**
 * @throws for what cannot be read, for a value that is no command, for a command whose order belongs to another partition, and for one that must
 * not come by the workers' topic
 */
function readOwnCommand(workflow: string, record: KafkaRecord, partitions: number): AnyCommand {
  const command = readCommand(assertReadable(record).value);
  const refusal = record.topic === topicNames(workflow).work ? workRefusal(command) : undefined;
  if (refusal !== undefined) throw new Error(`refused: ${refusal}`);
  const own = partitionOf(command.orderId, partitions);
  if (own !== record.partition) throw new Error(`order ${command.orderId} belongs to partition ${own}`);
  return command.type === 'place' ? withTrace(command, traceparentOf(record)) : command;
}

/** The header alone says of what trace a new order is. */
function withTrace(
  { traceparent: _said, ...command }: CommandOf<'place'>,
  traceparent: string | undefined,
): CommandOf<'place'> {
  return traceparent === undefined ? command : { ...command, traceparent };
}
