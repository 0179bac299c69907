import {
  readCommandLogEntry,
  readShopCommand,
  type ShopCommand,
} from '@cupcakery/collections/contracts/command';
import { shopIncident } from '@cupcakery/collections/contracts/incident';
import { readItemRecord } from '@cupcakery/collections/contracts/record';
import { type DecideOptions, decide } from '@cupcakery/collections/decider/decide';
import { forgetRecords, recordsOf, type ShopRecord } from '@cupcakery/collections/decider/effects';
import { ShopBatch, ShopState } from '@cupcakery/collections/decider/shop-state';
import type { Collection } from '@cupcakery/collections/file/collection-file';
import { assertReadable, type KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Decisions, PartitionProcessor } from '@cupcakery/kit/kafka/exactly-once/processor-options';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';

/** Called after each committed transaction, and for each record that cannot be read; for metrics. */
export type ShopObserver = {
  answered(command: string, answer: string): void;
  unreadable(topic: string): void;
};

const maxExpiredPerRun = 500;

/** The decider of the collections as a processor of their one partition. */
export function createShopProcessor(
  options: DecideOptions,
  observer: ShopObserver,
): PartitionProcessor<ShopState> {
  const { collections } = options;
  const byTopic = new Map([...collections.values()].map((collection) => [collection.topic, collection]));
  const change = (collection: Collection, record: KafkaRecord) => readItemRecord(collection, record);

  return {
    create: () => new ShopState(collections),
    isEmpty: ({ log }) => log.size === 0,

    restore(state, record) {
      const collection = byTopic.get(record.topic);
      if (collection) {
        const { id, item } = change(collection, record);
        state.set(collection.name, id, item);
      } else if (record.key !== null) {
        if (record.value === null) state.log.delete(record.key);
        else state.log.set(record.key, readCommandLogEntry(record.value));
      }
    },

    check(record) {
      const collection = byTopic.get(record.topic);
      if (collection) change(collection, record);
    },

    unreadable(record, error, now) {
      observer.unreadable(record.topic);
      return [incidentOf(record, error, now)];
    },

    decide(state, commands, now): Decisions {
      const time = now.toISOString();
      const batch = new ShopBatch(state);
      const records: ProduceRecord[] = [];
      const answers: [command: string, answer: string][] = [];
      for (const record of commands) {
        const decided = decideOne(options, batch, record, now);
        records.push(...decided.records);
        answers.push(decided.answer);
      }
      records.push(...forgetRecords(batch.crowdedOut(), time).map(written));
      return {
        records,
        onCommitted() {
          batch.store();
          for (const answer of answers) observer.answered(...answer);
        },
      };
    },

    refuse(_state, record, error, now) {
      const alternatives = [[incidentOf(record, error, now)]];
      const command = commandIn(record);
      if (command) {
        const reply = { id: command.id, code: 'TOO_LARGE' as const, message: error.message };
        alternatives.unshift(recordsOf(command, { reply }, now.toISOString()).map(written));
      }
      return alternatives.map((records) => ({
        records,
        onCommitted: () =>
          observer.answered(command?.type ?? 'unreadable', command ? 'TOO_LARGE' : 'INCIDENT'),
      }));
    },

    expire(state, now) {
      const going = state.log.expired(now, maxExpiredPerRun);
      if (going.length === 0) return undefined;
      return {
        records: forgetRecords(going, now.toISOString()).map(written),
        more: going.length === maxExpiredPerRun,
        onCommitted() {
          for (const commandId of going) state.log.delete(commandId);
        },
      };
    },
  };
}

/** What follows from one command. One that cannot be read, or that the decider fails on, becomes an incident. */
function decideOne(
  options: DecideOptions,
  batch: ShopBatch,
  record: KafkaRecord,
  now: Date,
): { records: ProduceRecord[]; answer: [command: string, answer: string] } {
  let command: ShopCommand;
  try {
    command = readShopCommand(assertReadable(record).value);
  } catch (error) {
    return { records: [incidentOf(record, error, now)], answer: ['unreadable', 'INCIDENT'] };
  }
  const time = now.toISOString();
  try {
    const outcome = decide(options, batch, command, time);
    const records = recordsOf(command, outcome, time).map(written);
    if (outcome.change) batch.changed(outcome.change);
    if (outcome.log) batch.answered(command.id, outcome.log);
    return { records, answer: [command.type, outcome.reply.code ?? 'OK'] };
  } catch (error) {
    // A bug of one command must not keep all others waiting.
    const reply = { id: command.id, code: 'FAULT' as const };
    const records = recordsOf(command, { reply }, time).map(written);
    return { records: [...records, incidentOf(record, error, now)], answer: [command.type, 'FAULT'] };
  }
}

function written({ withPrevious, ...record }: ShopRecord): ProduceRecord {
  return { ...cloudEventRecord(record, 0), ...(withPrevious ? { withPrevious } : {}) };
}

function incidentOf(record: KafkaRecord, error: unknown, now: Date): ProduceRecord {
  return cloudEventRecord(shopIncident(record, error, now.toISOString()), 0);
}

function commandIn(record: KafkaRecord): ShopCommand | undefined {
  try {
    return readShopCommand(assertReadable(record).value);
  } catch {
    // It was to become an incident anyway.
    return undefined;
  }
}
