import { Kafka, logLevel } from 'kafkajs';
import { beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { createLogger } from '../../../log.ts';
import { ensureTopics } from '../../admin/topics.ts';
import { createKafkaClient, type KafkaClient } from '../../connection/client.ts';
import { startReader } from '../../consume/reader.ts';
import { groupByPartition, produceBatches } from '../../produce/produce-batches.ts';
import { writeTxnMarker } from '../../wire/testing/write-txn-marker.ts';
import { retryWhileConcurrent } from './retry-while-concurrent.ts';
import { createTransactionalProducer } from './transaction.ts';
import { markedBatches } from './transaction-batches.ts';
import { tagHeader, writeTag } from './transaction-tag.ts';

const log = createLogger({ service: 'test', level: 'error' });
let kafka: KafkaClient;

beforeAll(async () => {
  kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'test' }, log);
  await withAdmin(async (admin) => {
    // A new broker has to make its groups' topic first.
    await vi.waitFor(() => admin.fetchOffsets({ groupId: 'kit-hanging' }), { timeout: 10_000 });
  });
});

type Names = { id: string; group: string; commands: string; state: string; tickets: string };

/** A transactional id with the topics that it reads and writes, all of them made and led. */
async function given(name: string): Promise<Names> {
  const id = `kit-hanging-${name}`;
  const names = { id, group: id, commands: `${id}-commands`, state: `${id}-state`, tickets: `${id}-tickets` };
  const specs = [names.commands, names.state, names.tickets].map((topic) => ({
    name: topic,
    partitions: 1,
    config: {},
  }));
  await ensureTopics(kafka, specs, { replicationFactor: 1 });
  return names;
}

/**
 * One transaction that is committed, with a record in the state and one among the tickets, of which the coordinator
 * knows only those named: for the rest no marker will be written, as after a crash at the wrong moment.
 */
async function leaveHanging(
  { id, group, commands, state, tickets }: Names,
  marked: { topics: string[]; offset: boolean },
): Promise<void> {
  const connection = kafka.connection();
  try {
    await connection.open([commands, state, tickets]);
    const coordinator = connection.transactionCoordinator(id);
    const txn = await coordinator.initProducerId(10_000, 20);
    const { producerId, producerEpoch } = txn;
    const session = { ...txn, sequences: new Map() };
    const tag = writeTag({ producerId, producerEpoch, number: 1 });
    if (marked.topics.length > 0) {
      const topics = marked.topics.map((topic) => ({ topic, partitions: [0] }));
      await coordinator.addPartitions(txn, topics);
    }
    if (marked.offset) {
      await coordinator.addOffsets(txn, group);
      const offsets = [{ partition: 0, offset: 1, metadata: tag }];
      await connection.groupCoordinator(group).commitInTransaction(txn, [{ topic: commands, offsets }]);
    }
    await verifyTransactions(false);
    const headers = { [tagHeader]: tag };
    const records = [state, tickets].map((topic) => ({
      topic,
      partition: 0,
      key: 'k',
      value: topic,
      headers,
    }));
    for (const batch of groupByPartition(records)) {
      await vi.waitFor(() => produceBatches(connection, session, [batch], 5000), { timeout: 5000 });
    }
    if (marked.topics.length > 0 || marked.offset) {
      await coordinator.end(txn, 'commit');
    }
  } finally {
    await verifyTransactions(true);
    await connection.close();
  }
}

function producerOf({ id, commands, state, tickets }: Names) {
  const producer = createTransactionalProducer({
    kafka,
    transactionalId: id,
    transactionTimeoutMs: 10_000,
    topics: [commands, state, tickets],
  });
  onTestFinished(() => producer.close());
  return producer;
}

async function read(topic: string): Promise<string[]> {
  const seen: string[] = [];
  const reader = await startReader({
    kafka,
    topic,
    from: 'start',
    onRecords: (_partition, records) => seen.push(...records.map((r) => r.value?.toString() ?? '')),
  });
  await reader.sync();
  await reader.stop();
  return seen;
}

describe('a transaction that lost markers', () => {
  it.for([
    { name: 'nobody-saw', marked: [], offset: false, hang: ['state', 'tickets'], committed: false },
    { name: 'one-topic-saw', marked: ['state'], offset: false, hang: ['tickets'], committed: true },
    { name: 'the-group-saw', marked: [], offset: true, hang: ['state', 'tickets'], committed: true },
  ] as const)(
    '$name: ends as readers may have seen it ($committed), though its coordinator has forgotten',
    async (a) => {
      const names = await given(a.name);
      await leaveHanging(names, { topics: a.marked.map((key) => names[key]), offset: a.offset });
      const at = {
        group: names.group,
        topic: names.commands,
        partition: 0,
        topics: [names.state, names.tickets],
      };
      // One that dies between its fence and what it had to end: the coordinator knows of no transaction any more.
      await producerOf(names).open();

      const producer = producerOf(names);
      await producer.open();
      const topics = a.hang.map((key) => names[key]);
      expect(await producer.endHanging(at)).toEqual([{ topics, committed: a.committed }]);
      expect(await producer.endHanging(at)).toEqual([]);
      for (const topic of at.topics) expect(await read(topic)).toEqual(a.committed ? [topic] : []);

      const records = at.topics.map((topic) => ({ topic, partition: 0, key: 'k', value: 'next' }));
      const offsets = new Map([[names.commands, 2]]);
      await producer.commit({ group: names.group, partition: 0, offsets, records });
      for (const topic of at.topics)
        expect(await read(topic)).toEqual(a.committed ? [topic, 'next'] : ['next']);
    },
  );

  it('is found by the check after a lost connection', async () => {
    const names = await given('lost-touch');
    const producer = producerOf(names);
    await producer.open();
    await producer.verifyMarkers(0, [names.state, names.tickets]);
    await leaveHanging(names, { topics: [], offset: false });
    await expect(producer.verifyMarkers(0, [names.state, names.tickets])).rejects.toThrow(
      `records wait for a marker in ${names.state}, ${names.tickets}`,
    );
  });
});

/** A transaction that was never ended by its own coordinator, but in the partitions of `marked`, where it is committed. */
async function commitInPart(
  names: Names,
  number: number,
  marked: readonly ('state' | 'tickets' | 'offset')[],
): Promise<void> {
  const { id, group, commands, state, tickets } = names;
  const connection = kafka.connection();
  try {
    await connection.open([commands, state, tickets, offsetsTopic]);
    const coordinator = connection.transactionCoordinator(id);
    // The markers of the transaction before may still be under way.
    const session = await retryWhileConcurrent(
      () => coordinator.initProducerId(10_000, 20),
      10_000,
      undefined,
    );
    const tag = writeTag({ ...session, number });
    const offsets = new Map([[commands, number]]);
    const records = [state, tickets].flatMap((topic) =>
      ['a', 'b'].map((key) => ({ topic, partition: 0, key, value: `${topic} ${key}`, headers: { id: key } })),
    );
    const batches = markedBatches(records, { tag, offsets });
    const topics = [state, tickets].map((topic) => ({ topic, partitions: [0] }));
    await coordinator.addPartitions(session, topics);
    await coordinator.addOffsets(session, group);
    await connection
      .groupCoordinator(group)
      .commitInTransaction(session, [
        { topic: commands, offsets: [{ partition: 0, offset: number, metadata: tag }] },
      ]);
    await produceBatches(connection, { ...session, sequences: new Map() }, batches, 5000);
    for (const one of marked) {
      const where =
        one === 'offset'
          ? {
              topic: offsetsTopic,
              partition: offsetsPartition(group, connection.partitions(offsetsTopic).length),
            }
          : { topic: names[one], partition: 0 };
      await writeTxnMarker(inject('brokers'), { ...session, ...where, commit: true });
    }
  } finally {
    await connection.close();
  }
}

const offsetsTopic = '__consumer_offsets';

/** Where a group's offsets lie: by Java's hash of its name. */
function offsetsPartition(group: string, partitions: number): number {
  const hash = [...group].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, 0);
  return (hash & 0x7fffffff) % partitions;
}

describe('a transaction that was committed in part, and aborted in the rest', () => {
  it.for([
    { name: 'state', marked: ['state'] },
    { name: 'state-and-tickets', marked: ['state', 'tickets'] },
    { name: 'offset', marked: ['offset'] },
    { name: 'offset-and-tickets', marked: ['offset', 'tickets'] },
  ] as const)('is completed, each record once: $name', async ({ name, marked }) => {
    const names = await given(`part-${name}`);
    const { group, commands, state, tickets } = names;
    const at = { group, topic: commands, partition: 0, topics: [state, tickets] };
    const first = producerOf(names);
    await first.open();
    await first.commit({ group, partition: 0, offsets: new Map([[commands, 1]]), records: [] });
    await commitInPart(names, 3, marked);

    const producer = producerOf(names);
    await producer.open();
    expect(await producer.endHanging(at)).toEqual([]);
    const found = await producer.completePartial(at);
    expect(found?.missing.map(({ topic }) => topic).sort()).toEqual(
      [state, tickets].filter((topic) => !marked.some((one) => one !== 'offset' && names[one] === topic)),
    );
    for (const topic of [state, tickets]) expect(await read(topic)).toEqual([`${topic} a`, `${topic} b`]);
    expect(await committedOffset(names)).toBe(3);

    // Once: the next owners find nothing to complete.
    const next = producerOf(names);
    await next.open();
    expect(await next.completePartial(at)).toBeUndefined();
    const records = [{ topic: state, partition: 0, key: 'k', value: 'next' }];
    await next.commit({ group, partition: 0, offsets: new Map([[commands, 4]]), records });
    const last = producerOf(names);
    await last.open();
    expect(await last.completePartial(at)).toBeUndefined();
    expect(await read(state)).toEqual([`${state} a`, `${state} b`, 'next']);
  });

  it('is not seen in one that was aborted whole', async () => {
    const names = await given('part-none');
    const { group, commands, state, tickets } = names;
    const first = producerOf(names);
    await first.open();
    await first.commit({ group, partition: 0, offsets: new Map([[commands, 1]]), records: [] });
    await commitInPart(names, 3, []);
    const producer = producerOf(names);
    await producer.open();
    const at = { group, topic: commands, partition: 0, topics: [state, tickets] };
    expect(await producer.completePartial(at)).toBeUndefined();
    expect(await read(state)).toEqual([]);
    expect(await committedOffset(names)).toBe(1);
  });
});

async function committedOffset({ group, commands }: Names): Promise<number | undefined> {
  const connection = kafka.connection();
  try {
    await connection.open([commands]);
    return (await connection.groupCoordinator(group).committed(commands, [0], 10)).get(0)?.offset;
  } finally {
    await connection.close();
  }
}

/** The broker's check that hinders clients from leaving such a transaction behind. */
function verifyTransactions(on: boolean): Promise<void> {
  const configEntries = [{ name: 'transaction.partition.verification.enable', value: String(on) }];
  return withAdmin(async (admin) => {
    await admin.alterConfigs({ validateOnly: false, resources: [{ type: 4, name: '1', configEntries }] });
  });
}

async function withAdmin(use: (admin: ReturnType<Kafka['admin']>) => Promise<void>): Promise<void> {
  const admin = new Kafka({ brokers: [inject('brokers')], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await use(admin);
  await admin.disconnect();
}
