import { sleep } from '../../tools/backoff.ts';
import {
  type Broker,
  type Cluster,
  createErrorFromCode,
  fetchHeaders,
} from '../connection/kafkajs-internals.ts';
import { connectFor, isolationLevel, leaderOf } from '../connection/metadata.ts';
import { countRecords, type RecordCount, type Stretch } from './record-count.ts';

export type CountLimits = {
  /** When the answer is given, whoever has not answered by then. */
  withinMs: number;
  /** Bytes read of each stretch; the first in a request may bring one larger batch. */
  bytesEach: number;
};

export type Counted = {
  /** Stretches of which nothing was read are missing. */
  counts: Map<Stretch, RecordCount>;
  /** The first thing that went wrong, if any. */
  problem: unknown;
};

/** Counts the records on stretches of logs, with one request for many of them; never rejects. */
export type RecordCounter = (stretches: readonly Stretch[], limits: CountLimits) => Promise<Counted>;

export function createRecordCounter(cluster: Cluster): RecordCounter {
  // A broker that still owes an answer is asked nothing more: questions would pile up in front of it.
  const owing = new Set<number>();
  let connecting: Promise<void> | undefined;

  return async (stretches, { withinMs, bytesEach }) => {
    const counts = new Map<Stretch, RecordCount>();
    let problem: unknown;
    let isOver = false;
    const failed = (error: unknown) => {
      if (!isOver) problem ??= error;
      // The next question asks for the leaders anew, and of those topics only that exist then.
      cluster.targetTopics.clear();
    };

    async function askAll(): Promise<void> {
      const topics = [...new Set(stretches.map(({ topic }) => topic))];
      connecting ??= connectFor(cluster, topics, { attempts: 1 }).finally(() => {
        connecting = undefined;
      });
      await connecting;
      const byNode = new Map<number, Stretch[]>();
      for (const stretch of stretches) {
        try {
          const node = leaderOf(cluster, stretch.topic, stretch.partition);
          const own = byNode.get(node);
          if (own) own.push(stretch);
          else byNode.set(node, [stretch]);
        } catch (error) {
          failed(error);
        }
      }
      await Promise.all([...byNode].map(([node, own]) => askNode(node, own).catch(failed)));
    }

    async function askNode(nodeId: number, own: Stretch[]): Promise<void> {
      if (owing.has(nodeId)) throw new Error(`broker ${nodeId} still owes an answer`);
      owing.add(nodeId);
      try {
        const broker = await cluster.findBroker({ nodeId });
        for (const round of rounds(own)) {
          if (!isOver) await ask(broker, round);
        }
      } finally {
        owing.delete(nodeId);
      }
    }

    async function ask(broker: Broker, round: Round): Promise<void> {
      const { topics } = await fetchHeaders(broker, {
        isolationLevel: isolationLevel.committed,
        maxWaitTime: 0,
        minBytes: 0,
        maxBytes: round.size * bytesEach,
        topics: [...Map.groupBy(round.values(), ({ topic }) => topic)].map(([topic, own]) => ({
          topic,
          partitions: own.map(({ partition, from }) => ({
            partition,
            fetchOffset: String(from),
            maxBytes: bytesEach,
          })),
        })),
      });
      for (const { topic, partitions } of topics) {
        for (const data of partitions) {
          const stretch = round.get(keyOf(topic, data.partition));
          const count = stretch && data.errorCode === 0 ? countRecords(data, stretch) : undefined;
          if (data.errorCode !== 0) failed(createErrorFromCode(data.errorCode));
          if (stretch && count && !isOver) counts.set(stretch, count);
        }
      }
    }

    const waiting = new AbortController();
    await Promise.race([
      askAll().catch(failed),
      sleep(withinMs, waiting.signal).then(() => {
        if (!waiting.signal.aborted) problem ??= new Error(`no answer within ${withinMs} ms`);
      }),
    ]);
    waiting.abort();
    isOver = true;
    return { counts, problem };
  };
}

type Round = Map<string, Stretch>;
const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** A request can name a partition once only, and several groups may wait at different places of it. */
function rounds(stretches: readonly Stretch[]): Round[] {
  const made: Round[] = [];
  for (const stretch of stretches) {
    const key = keyOf(stretch.topic, stretch.partition);
    const free = made.find((round) => !round.has(key));
    if (free) free.set(key, stretch);
    else made.push(new Map([[key, stretch]]));
  }
  return made;
}
