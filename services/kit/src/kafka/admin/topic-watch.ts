import { createBackoff, sleep } from '../../tools/backoff.ts';
import type { KafkaClient } from '../connection/client.ts';
import type { KafkaConnection } from '../connection/connection.ts';
import type { TopicMetadata } from '../wire/topic-metadata.ts';
import { checkTopics, type SeenTopics, type TopicProblem, visibleTopics } from './topic-facts.ts';

export type { TopicProblem } from './topic-facts.ts';

export type TopicWatchOptions = {
  kafka: KafkaClient;
  /** Topics that must be partitioned alike; the first says how many partitions. */
  topics: readonly string[];
  /** Those of them that have to exist before the watch resolves. */
  required: readonly string[];
  /** Between two looks, ms. */
  everyMs?: number;
  /** Called with the first topic that is waited for, whenever that changes. */
  onWaiting(problem: TopicProblem): void;
  /** Called once when a problem is found, and once when it is gone. */
  onProblem(problem: TopicProblem, isPresent: boolean): void;
};

/** Thrown when topics cannot be used together; the message names them. */
export class UnfitTopics extends Error {
  override readonly name = 'UnfitTopics';
}

export type TopicWatch = { stop(): Promise<void> };

/**
 * Looks at topics now and again while the process runs. Resolves when the required ones exist.
 * @throws UnfitTopics when some have another number of partitions than the first
 */
export async function startTopicWatch(options: TopicWatchOptions, signal: AbortSignal): Promise<TopicWatch> {
  const connection = options.kafka.connection();
  const look = new TopicLook(options, connection);
  const stopping = new AbortController();
  try {
    await waitForTopics(options, look, signal);
  } catch (error) {
    void connection.close();
    throw error;
  }
  const running = keepLooking(options, look, AbortSignal.any([signal, stopping.signal]));
  return {
    async stop() {
      stopping.abort();
      await connection.close();
      await running;
      // The last look may have connected again.
      await connection.close();
    },
  };
}

/** Resolves when a topic exists. @param onWaiting called with what is waited for, whenever that changes */
export async function waitForTopic(
  { kafka, topic, onWaiting }: Pick<TopicWatchOptions, 'kafka' | 'onWaiting'> & { topic: string },
  signal: AbortSignal,
): Promise<void> {
  const options = { kafka, topics: [topic], required: [topic], onWaiting, onProblem() {} };
  const connection = kafka.connection();
  try {
    await waitForTopics(options, new TopicLook(options, connection), signal);
  } finally {
    await connection.close();
  }
}

async function waitForTopics(
  { kafka, required, onWaiting }: TopicWatchOptions,
  look: TopicLook,
  signal: AbortSignal,
): Promise<void> {
  const backoff = createBackoff({ min: 50, max: 2000 });
  let waitingFor: string | undefined;
  for (;;) {
    const problems = await look.again((err) => kafka.log.warn({ err }, 'waiting for Kafka'));
    const unfit = problems?.filter(({ problem }) => problem === 'partitions') ?? [];
    if (unfit.length > 0) throw new UnfitTopics(unfit.map(({ message }) => message).join('\n'));
    const missing = problems?.find(({ topic }) => required.includes(topic));
    if (problems && !missing) return;
    if (missing && missing.topic !== waitingFor) onWaiting(missing);
    waitingFor = missing?.topic ?? waitingFor;
    await sleep(backoff.next(), signal);
    signal.throwIfAborted();
  }
}

async function keepLooking(
  { kafka, everyMs = 30_000 }: TopicWatchOptions,
  look: TopicLook,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    // The service's own requests notice and log a broker that is away.
    await look.again((err) => kafka.log.debug({ err }, 'topics cannot be looked at'));
    await sleep(everyMs, signal);
  }
}

/** The shell around `checkTopics`: requests, and reports what is new. */
class TopicLook {
  readonly #options: TopicWatchOptions;
  readonly #connection: KafkaConnection;
  #topics: readonly string[];
  #seen: SeenTopics = new Map();
  #reported = new Map<string, TopicProblem>();

  constructor(options: TopicWatchOptions, connection: KafkaConnection) {
    this.#options = options;
    this.#topics = options.topics;
    this.#connection = connection;
  }

  /** What is wrong now; undefined when no broker answers. */
  async again(onFailure: (error: unknown) => void): Promise<TopicProblem[] | undefined> {
    try {
      const found = inOrder(this.#topics, await this.#connection.describeTopics(this.#topics));
      const [seen, problems] = checkTopics(this.#seen, found);
      this.#topics = visibleTopics(found);
      this.#seen = seen;
      this.#report(problems);
      return problems;
    } catch (error) {
      onFailure(error);
      return undefined;
    }
  }

  #report(problems: readonly TopicProblem[]): void {
    const present = new Map(problems.map((problem) => [`${problem.problem} ${problem.topic}`, problem]));
    for (const [key, problem] of present) {
      if (!this.#reported.has(key)) this.#options.onProblem(problem, true);
    }
    for (const [key, problem] of this.#reported) {
      if (!present.has(key)) this.#options.onProblem(problem, false);
    }
    this.#reported = present;
  }
}

/** A broker answers in an order of its own. */
function inOrder(topics: readonly string[], found: readonly TopicMetadata[]): TopicMetadata[] {
  const byName = new Map(found.map((metadata) => [metadata.topic, metadata]));
  return topics.flatMap((topic) => byName.get(topic) ?? []);
}
