import { ByteReader } from './byte-reader.ts';
import { headerLength, readHeader, type WireBatch, type WireBatchHeader } from './read-batch.ts';
import { type FetchedRange, type ReadBatches, readBatches } from './read-batches.ts';

export type WirePartition<B extends WireBatchHeader = WireBatch> = {
  partition: number;
  errorCode: number;
  highWatermark: number;
  lastStableOffset: number;
  logStart: number;
  aborted: { producerId: string; firstOffset: number }[];
} & ReadBatches<B>;

export type WireFetch<B extends WireBatchHeader = WireBatch> = {
  clientSideThrottleTime: number;
  errorCode: number;
  topics: { topic: string; partitions: WirePartition<B>[] }[];
  /** Why the partitions behind those in `topics` could not be read. */
  broken?: string | undefined;
};

type BatchesReader<B extends WireBatchHeader> = (
  bytes: Buffer,
  range: FetchedRange,
) => Promise<ReadBatches<B>> | ReadBatches<B>;

/** The offset from which a partition was requested. */
export type OffsetRequested = (topic: string, partition: number) => number;

/**
 * Reads a Fetch response, version 11. Unlike kafkajs it keeps batches apart, so that a batch which compaction
 * emptied still moves the position, and it creates no objects for headers before they are read. What is damaged is
 * described and touches neither what lies before it nor other partitions.
 */
export function readFetchResponse(body: Buffer, requested: OffsetRequested): Promise<WireFetch> {
  return readFetch(body, requested, readBatches);
}

/** Where the next fetch of a partition begins: behind all that was read, and behind what cannot be read. */
export function nextOffset({ batches, damaged }: ReadBatches<WireBatchHeader>): number | undefined {
  return damaged?.next ?? batches.at(-1)?.next;
}

/**
 * Reads only the batch headers of a Fetch response (version 11). Nothing is decompressed, and a last batch
 * that is cut off counts as well.
 */
export function readFetchHeaders(body: Buffer): Promise<WireFetch<WireBatchHeader>> {
  return readFetch(body, () => 0, readBatchHeaders);
}

async function readFetch<B extends WireBatchHeader>(
  body: Buffer,
  requested: OffsetRequested,
  batchesOf: BatchesReader<B>,
): Promise<WireFetch<B>> {
  const reader = new ByteReader(body);
  const clientSideThrottleTime = reader.int32();
  const errorCode = reader.int16();
  reader.int32();
  const topics: WireFetch<B>['topics'] = [];
  let broken: string | undefined;
  try {
    for (let t = reader.int32(); t > 0; t--) {
      const topic = reader.string() ?? '';
      const partitions: WirePartition<B>[] = [];
      topics.push({ topic, partitions });
      for (let p = reader.int32(); p > 0; p--) {
        partitions.push(await readPartition(reader, (partition) => requested(topic, partition), batchesOf));
      }
    }
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
  }
  return { clientSideThrottleTime, errorCode, topics, broken };
}

async function readPartition<B extends WireBatchHeader>(
  reader: ByteReader,
  requested: (partition: number) => number,
  batchesOf: BatchesReader<B>,
): Promise<WirePartition<B>> {
  const partition = reader.int32();
  const errorCode = reader.int16();
  const highWatermark = reader.int64();
  const lastStableOffset = reader.int64();
  const logStart = reader.int64();
  const aborted: WirePartition['aborted'] = [];
  for (let i = reader.int32(); i > 0; i--) {
    aborted.push({ producerId: String(reader.bigInt64()), firstOffset: reader.int64() });
  }
  reader.int32();
  const size = reader.int32();
  const range = { from: requested(partition), end: highWatermark };
  const read = size > 0 ? await batchesOf(reader.slice(size), range) : { batches: [] };
  return { partition, errorCode, highWatermark, lastStableOffset, logStart, aborted, ...read };
}

/** Formats older than Kafka 0.11 have other headers; what follows one of those is left out. */
function readBatchHeaders(bytes: Buffer): ReadBatches<WireBatchHeader> {
  const headers: WireBatchHeader[] = [];
  for (let at = 0; at + headerLength <= bytes.length && bytes[at + 16] === 2; ) {
    const length = bytes.readInt32BE(at + 8);
    if (12 + length < headerLength) throw new RangeError('record batch is shorter than its header');
    headers.push(readHeader(bytes.subarray(at, at + headerLength)));
    at += 12 + length;
  }
  return { batches: headers };
}
