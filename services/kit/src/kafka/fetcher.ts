import { createBackoff, sleep } from './backoff.ts';
import type { KafkaLog } from './client.ts';
import { errorType } from './errors.ts';
import {
  type Cluster,
  createErrorFromCode,
  type FetchedMessage,
  type FetchedPartition,
} from './kafkajs-internals.ts';
import { type Isolation, isolationLevel, leaderOf, recover } from './metadata.ts';
import type { KafkaRecord } from './record.ts';

/** What one fetch brought for one partition. `next` is where the next fetch starts: past markers and gaps. */
export type FetchedChunk = {
  topic: string;
  partition: number;
  records: KafkaRecord[];
  next: number;
  /** End of the log as far as this fetch may see it (last stable offset for `committed`). */
  end: number;
  start: number;
};

export type FetcherOptions = {
  cluster: Cluster;
  log: KafkaLog;
  isolation?: Isolation;
  /** Longest wait at the broker for the first byte, ms. */
  maxWaitMs?: number;
  maxBytesPerPartition?: number;
  /** Called for every answer that moved the position or reached the end; must not block. */
  onChunk(chunk: FetchedChunk): void;
  /** The position is not in the log any more. The partition stays paused until `assign` is called again. */
  onOutOfRange(topic: string, partition: number, position: number): void;
};

/** Reads assigned partitions from given positions, without a group. One loop per leader node. */
export type Fetcher = {
  assign(topic: string, partition: number, position: number): void;
  unassign(topic: string, partition: number): void;
  pause(topic: string, partition: number): void;
  resume(topic: string, partition: number): void;
  position(topic: string, partition: number): number | undefined;
  stop(): Promise<void>;
};

type Assigned = {
  topic: string;
  partition: number;
  position: number;
  paused: boolean;
  /** Answers in a row without a record although the log goes on. */
  hollow: number;
};

export function createFetcher(options: FetcherOptions): Fetcher {
  const { cluster, log, isolation = 'committed', maxWaitMs = 250, maxBytesPerPartition = 1 << 20 } = options;
  const assigned = new Map<string, Assigned>();
  const loops = new Map<number, Promise<void>>();
  const stopping = new AbortController();
  let wake = Promise.withResolvers<void>();
  const keyOf = (topic: string, partition: number) => `${partition}/${topic}`;

  function changed(): void {
    wake.resolve();
    wake = Promise.withResolvers();
    for (const a of assigned.values()) {
      const node = nodeOf(a);
      if (node !== undefined && !loops.has(node) && !stopping.signal.aborted) {
        loops.set(node, runLoop(node));
      }
    }
  }

  function nodeOf(a: Assigned): number | undefined {
    try {
      return leaderOf(cluster, a.topic, a.partition);
    } catch {
      // Unknown leader: any running loop (or the first one) will refresh the metadata.
      return loops.size === 0 ? -1 : undefined;
    }
  }

  async function runLoop(node: number): Promise<void> {
    const backoff = createBackoff({ min: 20, max: 1000 });
    while (!stopping.signal.aborted) {
      const waiting = wake.promise;
      const active = [...assigned.values()].filter((a) => !a.paused && nodeOf(a) === node);
      if (active.length === 0) {
        await waiting;
        continue;
      }
      try {
        // A partition that seems to hold nothing but emptied batches is asked for alone: then an empty
        // answer means just that, and not that the others used up the bytes.
        const hollow = active.find((a) => a.hollow >= 2);
        await fetchOnce(node, hollow ? [hollow] : active, hollow !== undefined);
        backoff.reset();
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ err: error, node }, 'fetch failed, trying again');
        await sleep(backoff.next(), stopping.signal);
        await recover(cluster, error);
        changed();
      }
    }
  }

  async function fetchOnce(node: number, active: Assigned[], alone: boolean): Promise<void> {
    await cluster.refreshMetadataIfNecessary();
    const broker = await cluster.findBroker({ nodeId: node });
    const asked = new Map(active.map((a) => [keyOf(a.topic, a.partition), { a, from: a.position }]));
    const { responses } = await broker.fetch({
      isolationLevel: isolationLevel[isolation],
      maxWaitTime: maxWaitMs,
      minBytes: 1,
      maxBytes: 10 << 20,
      topics: [...Map.groupBy(active, (a) => a.topic)].map(([topic, own]) => ({
        topic,
        partitions: own.map((a) => ({
          partition: a.partition,
          fetchOffset: String(a.position),
          maxBytes: maxBytesPerPartition,
        })),
      })),
    });
    for (const { topicName, partitions } of responses) {
      for (const data of partitions) {
        const found = asked.get(keyOf(topicName, data.partition));
        // Assigned anew or moved meanwhile: this answer is about another position.
        if (!found || assigned.get(keyOf(topicName, data.partition)) !== found.a) continue;
        if (found.a.position !== found.from || found.a.paused) continue;
        take(found.a, data, alone);
      }
    }
  }

  function take(a: Assigned, data: FetchedPartition, alone: boolean): void {
    if (data.errorCode !== 0) {
      const error = createErrorFromCode(data.errorCode);
      if (errorType(error) === 'OFFSET_OUT_OF_RANGE') {
        a.paused = true;
        options.onOutOfRange(a.topic, a.partition, a.position);
        return;
      }
      throw error;
    }
    const end = Number(isolation === 'committed' ? data.lastStableOffset : data.highWatermark);
    const last = data.messages.at(-1);
    let next = a.position;
    if (last) {
      const { firstOffset, lastOffsetDelta } = last.batchContext;
      next = Math.max(Number(last.offset) + 1, Number(firstOffset) + lastOffsetDelta + 1);
      a.hollow = 0;
    } else if (a.position < end) {
      // Compaction leaves batches without records, which kafkajs shows as nothing at all.
      a.hollow = alone ? 0 : a.hollow + 1;
      if (alone) next = end;
    }
    const records = last ? visible(a, data) : [];
    a.position = next;
    options.onChunk({
      topic: a.topic,
      partition: a.partition,
      records,
      next,
      end,
      start: Number(data.lastStartOffset),
    });
  }

  return {
    assign(topic, partition, position) {
      assigned.set(keyOf(topic, partition), { topic, partition, position, paused: false, hollow: 0 });
      changed();
    },
    unassign(topic, partition) {
      assigned.delete(keyOf(topic, partition));
    },
    pause(topic, partition) {
      const a = assigned.get(keyOf(topic, partition));
      if (a) a.paused = true;
    },
    resume(topic, partition) {
      const a = assigned.get(keyOf(topic, partition));
      if (!a?.paused) return;
      a.paused = false;
      changed();
    },
    position: (topic, partition) => assigned.get(keyOf(topic, partition))?.position,
    async stop() {
      stopping.abort();
      assigned.clear();
      wake.resolve();
      await cluster.disconnect().catch(() => {});
      await Promise.all(loops.values());
    },
  };
}

/** Records of committed transactions (or none) at or after the position, control records left out. */
function visible(a: Assigned, data: FetchedPartition): KafkaRecord[] {
  const open = new Set<string>();
  // kafkajs takes the broker's list for sorted by first offset, which it is not when two transactional
  // producers interleave: it then lets aborted records through.
  const aborted = data.abortedTransactions
    .map((t) => ({ producerId: t.producerId, first: Number(t.firstOffset) }))
    .sort((x, y) => x.first - y.first);
  let nextAborted = 0;
  const records: KafkaRecord[] = [];
  for (const message of data.messages) {
    const offset = Number(message.offset);
    const { producerId, inTransaction } = message.batchContext;
    for (let t = aborted[nextAborted]; t && t.first <= offset; t = aborted[++nextAborted])
      open.add(t.producerId);
    if (message.isControlRecord) {
      open.delete(producerId);
      continue;
    }
    if (inTransaction && open.has(producerId)) continue;
    if (offset >= a.position) records.push(recordOf(a, message, offset));
  }
  return records;
}

function recordOf(a: Assigned, message: FetchedMessage, offset: number): KafkaRecord {
  return {
    topic: a.topic,
    partition: a.partition,
    offset,
    timestamp: Number(message.timestamp),
    key: message.key === null ? null : message.key.toString('utf8'),
    value: message.value,
    headers: message.headers,
  };
}
