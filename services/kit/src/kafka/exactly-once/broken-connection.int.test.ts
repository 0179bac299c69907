import { randomUUID } from 'node:crypto';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
import { copyingProcessor } from '../../testing/copying-processor.ts';
import { startTcpProxy, type TcpProxy } from '../../testing/tcp-proxy.ts';
import { ensureTopics } from '../admin/topics.ts';
import { createKafkaClient, type KafkaClient, type KafkaLog } from '../connection/client.ts';
import { startReader } from '../consume/reader.ts';
import { startProducer } from '../produce/producer.ts';
import { startExactlyOnceProcessor } from './exactly-once-processor.ts';

const log: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };
const settings = { brokers: [inject('brokers')], clientId: 'kit-line' };
const kafka = createKafkaClient(settings, log);

/** A client whose connections go through a proxy, whatever addresses Kafka advertises. */
async function clientOnALine(): Promise<{ line: TcpProxy; client: KafkaClient }> {
  const line = await startTcpProxy(Number(settings.brokers[0]?.split(':').at(-1)));
  onTestFinished(() => line.close());
  const client = createKafkaClient(settings, log);
  const connect = client.config.socketFactory;
  if (!connect) throw new Error('the client has no socket factory');
  client.config.socketFactory = (where) => connect({ ...where, host: 'localhost', port: line.port });
  return { line, client };
}

it('an answer that broke off does not garble those of the next connection', { timeout: 60_000 }, async () => {
  const topic = `kit-line-${randomUUID()}`;
  await ensureTopics(kafka, [{ name: topic, partitions: 1, config: {} }]);
  const producer = await startProducer({ kafka, topics: [topic] });
  onTestFinished(() => producer.stop());
  const { line, client } = await clientOnALine();
  const seen: string[] = [];
  const reader = await startReader({
    kafka: client,
    topic,
    from: 'start',
    onRecords: (_partition, records) => seen.push(...records.map((r) => r.key ?? '')),
  });
  onTestFinished(() => reader.stop());
  const send = (key: string) => producer.send([{ topic, partition: 0, key, value: 'x'.repeat(5000) }]);
  await send('a');
  await vi.waitFor(() => expect(seen).toEqual(['a']), { timeout: 10_000 });
  const broken = line.cutAfter(1000);
  await send('b');
  await broken;
  await send('c');
  await vi.waitFor(() => expect(seen).toEqual(['a', 'b', 'c']), { timeout: 30_000 });
});

it('a writer that was taken for dead while Kafka was away goes on, each command once', {
  timeout: 120_000,
}, async () => {
  const group = `kit-writer-${randomUUID()}`;
  const [commands, state] = [`${group}-commands`, `${group}-state`];
  const partitions = [0, 1, 2, 3];
  await ensureTopics(
    kafka,
    [commands, state].map((name) => ({ name, partitions: partitions.length, config: {} })),
  );
  const producer = await startProducer({ kafka, topics: [commands] });
  onTestFinished(() => producer.stop());
  const seen: string[] = [];
  const reader = await startReader({
    kafka,
    topic: state,
    from: 'start',
    onRecords: (_partition, records) => seen.push(...records.map((r) => r.value?.toString() ?? '')),
  });
  onTestFinished(() => reader.stop());

  const { line, client } = await clientOnALine();
  const sessionTimeoutMs = 6000;
  const writer = await startExactlyOnceProcessor({
    kafka: client,
    processor: copyingProcessor(state),
    topics: { inputs: [commands], state: [{ topic: state }], outputs: [state] },
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
    line.restore();
    await vi.waitFor(() => expect(writer.ready).toBe(true), { timeout: 40_000 });
    await allSeen();
    await send(`${round}-back`);
    await allSeen();
  }
});
