import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
import { createKafkaClient, type KafkaLog } from './client.ts';
import type { Machine } from './machine.ts';
import { createProducer } from './producer.ts';
import { createReader } from './reader.ts';
import { runSingleWriter } from './single-writer.ts';
import { ensureTopics } from './topics.ts';

const log: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };
const kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'kit-writer' }, log);

/** A client whose line to Kafka can be cut: what is open breaks, and nothing new comes through. */
function clientOnALine() {
  const client = createKafkaClient({ brokers: [inject('brokers')], clientId: 'kit-writer' }, log);
  const connect = client.config.socketFactory;
  if (!connect) throw new Error('the client has no socket factory');
  const sockets = new Set<Socket>();
  let isCut = false;
  client.config.socketFactory = (where) => {
    const socket = connect(where);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    if (isCut) socket.destroy(new Error('the line is cut'));
    return socket;
  };
  return {
    client,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy(new Error('the line is cut'));
    },
    mend() {
      isCut = false;
    },
  };
}

/** Repeats each command as a line of state; knows no repetition, so that none stays hidden. */
const echo: Machine<{ lines: number }> = {
  create: () => ({ lines: 0 }),
  restore(state) {
    state.lines += 1;
  },
  isEmpty: (state) => state.lines === 0,
  decide: (state, commands) => ({
    records: commands.map(({ partition, key, value }) => ({
      topic: stateTopicOf.get(partition) ?? '',
      partition,
      key: key ?? '',
      value,
    })),
    apply() {
      state.lines += commands.length;
    },
  }),
};
const stateTopicOf = new Map<number, string>();

it('a writer that was taken for dead while Kafka was away goes on, each command once', {
  timeout: 120_000,
}, async () => {
  const group = `kit-writer-${randomUUID()}`;
  const [commands, state] = [`${group}-commands`, `${group}-state`];
  const partitions = [0, 1, 2, 3];
  for (const partition of partitions) stateTopicOf.set(partition, state);
  await ensureTopics(
    kafka,
    [commands, state].map((name) => ({ name, partitions: partitions.length, config: {} })),
  );
  const producer = await createProducer({ kafka, topics: [commands] });
  onTestFinished(() => producer.stop());
  const seen: string[] = [];
  const reader = await createReader({
    kafka,
    topic: state,
    from: 'start',
    onRecords: (_partition, records) => seen.push(...records.map((r) => r.value?.toString() ?? '')),
  });
  onTestFinished(() => reader.stop());

  const line = clientOnALine();
  const sessionTimeoutMs = 6000;
  const writer = await runSingleWriter({
    kafka: line.client,
    machine: echo,
    commandTopic: commands,
    stateTopic: state,
    outputTopics: [state],
    group,
    instanceId: 'writer-0',
    sessionTimeoutMs,
    heartbeatMs: 200,
  });
  onTestFinished(() => writer.stop());

  const sent: string[] = [];
  const send = async (round: string) => {
    const values = partitions.map((partition) => `${round}-${partition}`);
    sent.push(...values);
    await producer.send(values.map((value, partition) => ({ topic: commands, partition, key: 'k', value })));
  };
  const allSeen = () =>
    vi.waitFor(() => expect(seen.toSorted()).toEqual(sent.toSorted()), { timeout: 40_000 });
  await send('before');
  await allSeen();
  for (const round of ['first', 'second']) {
    line.cut();
    // Its partitions are gone once no heartbeat came through for a session.
    await vi.waitFor(() => expect(writer.partitions().size).toBe(0), { timeout: 30_000 });
    await send(`${round}-away`);
    line.mend();
    await vi.waitFor(() => expect(writer.ready).toBe(true), { timeout: 40_000 });
    await allSeen();
    await send(`${round}-back`);
    await allSeen();
  }
});
