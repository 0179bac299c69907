import { createBackoff, sleep } from '../../tools/backoff.ts';
import type { KafkaLog } from '../connection/client.ts';
import { errorType } from '../connection/errors.ts';
import { type Cluster, createErrorFromCode, fetchRecords } from '../connection/kafkajs-internals.ts';
import {
  type Isolation,
  isolationLevel,
  leaderOf,
  refreshMetadataAfter,
  tryRefreshMetadata,
} from '../connection/metadata.ts';
import { committedBatches } from '../wire/committed-batches.ts';
import type { WirePartition, WireRecord } from '../wire/fetch-response.ts';
import type { KafkaRecord } from '../wire/record.ts';

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

type Assigned = { topic: string; partition: number; position: number; paused: boolean };

export function createFetcher(options: FetcherOptions): Fetcher {
  const { cluster, log, isolation = 'committed', maxWaitMs = 250, maxBytesPerPartition = 1 << 20 } = options;
  const assigned = new Map<string, Assigned>();
  const loops = new Map<number, Promise<void>>();
  const stopping = new AbortController();
  let wake = Promise.withResolvers<void>();
  let searching: Promise<unknown> | undefined;
  const keyOf = (topic: string, partition: number) => `${partition}/${topic}`;

  function changed(): void {
    wake.resolve();
    wake = Promise.withResolvers();
    if (stopping.signal.aborted) return;
    let unknown = false;
    for (const a of assigned.values()) {
      const node = nodeOf(a);
      if (node === undefined) unknown = true;
      // In the next turn: the loop looks itself up among the loops.
      else if (!loops.has(node))
        loops.set(
          node,
          Promise.resolve().then(() => runLoop(node)),
        );
    }
    if (unknown) searching ??= findLeaders().finally(() => (searching = undefined));
  }

  function nodeOf(a: Assigned): number | undefined {
    try {
      return leaderOf(cluster, a.topic, a.partition);
    } catch {
      return undefined;
    }
  }

  /** A refresh of the metadata may name leaders that no loop serves yet. */
  function leadersMoved(): boolean {
    return [...assigned.values()].some((a) => {
      const node = nodeOf(a);
      return node === undefined ? searching === undefined : !loops.has(node);
    });
  }

  /** During an election no node's loop serves the partition: somebody has to ask until there is a leader. */
  async function findLeaders(): Promise<void> {
    const backoff = createBackoff({ min: 50, max: 1000 });
    while (!stopping.signal.aborted) {
      await sleep(backoff.next(), stopping.signal);
      await tryRefreshMetadata(cluster);
      if ([...assigned.values()].every((a) => nodeOf(a) !== undefined)) break;
    }
    // After this turn, so that another search can begin.
    queueMicrotask(changed);
  }

  async function runLoop(node: number): Promise<void> {
    const backoff = createBackoff({ min: 20, max: 1000 });
    while (!stopping.signal.aborted) {
      const waiting = wake.promise;
      if (leadersMoved()) changed();
      const active = [...assigned.values()].filter((a) => !a.paused && nodeOf(a) === node);
      if (active.length === 0) {
        await waiting;
        continue;
      }
      try {
        await fetchOnce(node, active);
        backoff.reset();
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ err: error, node }, 'fetch failed, trying again');
        await sleep(backoff.next(), stopping.signal);
        await refreshMetadataAfter(cluster, error);
        changed();
      }
    }
  }

  async function fetchOnce(node: number, active: Assigned[]): Promise<void> {
    await cluster.refreshMetadataIfNecessary();
    const broker = await cluster.findBroker({ nodeId: node });
    const asked = new Map(active.map((a) => [keyOf(a.topic, a.partition), { a, from: a.position }]));
    const { topics } = await fetchRecords(broker, {
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
    for (const { topic, partitions } of topics) {
      for (const data of partitions) {
        const found = asked.get(keyOf(topic, data.partition));
        // Assigned anew or moved meanwhile: this answer is about another position.
        if (!found || assigned.get(keyOf(topic, data.partition)) !== found.a) continue;
        if (found.a.position !== found.from || found.a.paused) continue;
        take(found.a, data);
      }
    }
  }

  function take(a: Assigned, data: WirePartition): void {
    if (data.errorCode !== 0) {
      const error = createErrorFromCode(data.errorCode);
      if (errorType(error) === 'OFFSET_OUT_OF_RANGE') {
        a.paused = true;
        options.onOutOfRange(a.topic, a.partition, a.position);
        return;
      }
      throw error;
    }
    const next = Math.max(a.position, data.batches.at(-1)?.next ?? 0);
    const records = visible(a, data);
    a.position = next;
    options.onChunk({
      topic: a.topic,
      partition: a.partition,
      records,
      next,
      end: isolation === 'committed' ? data.lastStableOffset : data.highWatermark,
      start: data.logStart,
    });
  }

  return {
    assign(topic, partition, position) {
      assigned.set(keyOf(topic, partition), { topic, partition, position, paused: false });
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
      await Promise.all([...loops.values(), searching]);
    },
  };
}

/** Records of committed transactions (or none) at or after the position, control records left out. */
function visible(a: Assigned, data: WirePartition): KafkaRecord[] {
  const records: KafkaRecord[] = [];
  for (const batch of committedBatches(data)) {
    for (const record of batch.records) {
      if (record.offset >= a.position) records.push(recordOf(a, record));
    }
  }
  return records;
}

function recordOf(
  { topic, partition }: Assigned,
  { offset, timestamp, key, value, headers }: WireRecord,
): KafkaRecord {
  return {
    topic,
    partition,
    offset,
    timestamp,
    key: key === null ? null : key.toString('utf8'),
    value,
    headers,
  };
}
