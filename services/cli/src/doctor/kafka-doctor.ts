import { createInspector } from '@cupcakery/kit/kafka/admin/inspector';
import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { surveyTopics } from '@cupcakery/kit/kafka/admin/topic-survey';
import { findHangingPartitions } from '@cupcakery/kit/kafka/exactly-once/transaction/find-hanging';
import { sleep } from '@cupcakery/kit/tools/backoff';
import { retry } from '@cupcakery/kit/tools/retry';
import { processorGroup, topicNames } from '@cupcakery/workflow/file/topic-names';
import { reasonOf } from '../cli-error.ts';
import { kafkaOf } from '../settings/kafka.ts';
import type { CliEnvironment } from '../settings/settings.ts';
import type { Finding } from './findings.ts';
import { type KafkaFacts, kafkaFindings, ownTopics } from './kafka-findings.ts';

/** A transaction that is open at one moment is none that hangs: it is looked for twice. */
const lookAgainMs = 3_000;
/** A broker that has just started is still loading; one that is away fails fast. */
const retries = { attempts: 4, backoff: { min: 300, max: 2_000 } };

/** Looks at the topics and the group of a workflow. @throws CliError for settings of Kafka that are wrong */
export async function examineKafka(
  env: CliEnvironment,
  workflow: string,
  signal: AbortSignal,
): Promise<Finding[]> {
  const kafka = kafkaOf(env);
  try {
    const facts = await retry(() => readFacts(kafka, workflow, signal), {
      ...retries,
      signal,
      isRetryable: isPassing,
    });
    return kafkaFindings(workflow, facts);
  } catch (error) {
    if (signal.aborted) throw error;
    return [
      {
        state: 'wrong',
        what: `Kafka at ${kafka.settings.brokers.join(', ')} does not answer: ${reasonOf(error)}`,
        remedy: 'KAFKA_BROKERS, and the other KAFKA_ variables, have to be those of the services',
      },
    ];
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && 'retriable' in error && error.retriable === true && 'code' in error;
}

async function readFacts(kafka: KafkaClient, workflow: string, signal: AbortSignal): Promise<KafkaFacts> {
  const topics = await surveyTopics(kafka, ownTopics(workflow), signal);
  const inspector = createInspector(kafka);
  try {
    const [group] = await inspector.describe([processorGroup(workflow)]);
    return { topics, group, hanging: await hangingOf(kafka, workflow, topics, signal) };
  } finally {
    await inspector.stop();
  }
}

async function hangingOf(
  kafka: KafkaClient,
  workflow: string,
  topics: KafkaFacts['topics'],
  signal: AbortSignal,
): Promise<KafkaFacts['hanging']> {
  const { orders, events } = topicNames(workflow);
  const readable = topics.filter(
    ({ topic, partitions }) =>
      (topic === orders || topic === events) &&
      partitions.length > 0 &&
      partitions.every(({ leader }) => leader >= 0),
  );
  const names = readable.map(({ topic }) => topic);
  const partitions = Math.min(...readable.map((topic) => topic.partitions.length));
  if (names.length === 0) return [];
  const first = await findHangingPartitions(kafka, names, partitions);
  if (first.length === 0) return [];
  await sleep(lookAgainMs, signal);
  const again = await findHangingPartitions(kafka, names, partitions);
  // The same records still wait.
  return again.filter((one) =>
    first.some((f) => f.topic === one.topic && f.partition === one.partition && f.stable === one.stable),
  );
}
