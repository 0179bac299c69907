import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createInspector } from '@cupcakery/kit/kafka/admin/inspector';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';

const run = promisify(execFile);
const program = fileURLToPath(new URL('main.ts', import.meta.url));
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const brokers = inject('brokers');
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cupcakery-topics-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const createTopics = (replicas: string) =>
  run(execPath, [program], {
    env: {
      KAFKA_BROKERS: brokers,
      WORKFLOWS_DIR: dir,
      TOPIC_REPLICAS: replicas,
      TOPIC_MIN_INSYNC_REPLICAS: '1',
    },
  });

test('the topics of each workflow are created, and a second run leaves them unchanged', async () => {
  const name = `made-${process.pid}`;
  await writeFile(
    join(dir, 'made.yaml'),
    `{ name: ${name}, title: Made, promise: 1m, partitions: 3, details: { type: object },
       stages: [{ name: pour, done: poured, verb: pour, topic: ${name}.pour, role: waiter, mode: manual }],
       results: { topic: ${name}.done } }`,
  );
  await createTopics('1');
  const inspector = createInspector(createKafkaClient({ brokers: [brokers], clientId: 'test' }, silent));
  try {
    for (const topic of [`${name}.commands`, `${name}.pour`, `${name}.done`]) {
      // A new topic gets its leaders a moment after it appears in the metadata.
      await vi.waitFor(async () => expect((await inspector.bounds(topic))?.size, topic).toBe(3), 10_000);
    }
  } finally {
    await inspector.stop();
  }
  expect((await createTopics('1')).stdout).toContain('"created":[]');
});

test('a wrong environment is reported in one sentence, without a stack trace', async () => {
  await expect(createTopics('many')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('TOPIC_REPLICAS="many": must be a whole number'),
  });
});
