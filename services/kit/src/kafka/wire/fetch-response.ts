import { ByteReader } from './byte-reader.ts';
import { lookupCompression } from './compression.ts';

/** A record as it lies in a batch; key, value and headers are views into the response. */
export type WireRecord = {
  offset: number;
  /** ms since the epoch */
  timestamp: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: Buffer;
};

/** The header of a record batch. Control batches carry the markers that end transactions. */
export type WireBatchHeader = {
  /** Offset of the first record as it was written. */
  base: number;
  /** Offset after the batch's last, whether compaction left that record or not. */
  next: number;
  /** Records in it: fewer than offsets where compaction took some. */
  count: number;
  producerId: string;
  transactional: boolean;
  control: boolean;
};
export type WireBatch = WireBatchHeader & { records: WireRecord[] };

export type WirePartition<B extends WireBatchHeader = WireBatch> = {
  partition: number;
  errorCode: number;
  highWatermark: number;
  lastStableOffset: number;
  logStart: number;
  aborted: { producerId: string; firstOffset: number }[];
  batches: B[];
};

export type WireFetch<B extends WireBatchHeader = WireBatch> = {
  clientSideThrottleTime: number;
  errorCode: number;
  topics: { topic: string; partitions: WirePartition<B>[] }[];
};

type BatchesReader<B> = (bytes: Buffer) => Promise<B[]> | B[];

/**
 * Reads a Fetch response, version 11. Unlike kafkajs it keeps batches apart, so that a batch which compaction
 * emptied still moves the position, and it creates no objects for headers before they are read.
 */
export function readFetchResponse(body: Buffer): Promise<WireFetch> {
  return readFetch(body, readBatches);
}

/**
 * Reads only the batch headers of a Fetch response (version 11). Nothing is decompressed, and a last batch
 * that is cut off counts as well.
 */
export function readFetchHeaders(body: Buffer): Promise<WireFetch<WireBatchHeader>> {
  return readFetch(body, readBatchHeaders);
}

async function readFetch<B extends WireBatchHeader>(
  body: Buffer,
  batchesOf: BatchesReader<B>,
): Promise<WireFetch<B>> {
  const reader = new ByteReader(body);
  const clientSideThrottleTime = reader.int32();
  const errorCode = reader.int16();
  reader.int32();
  const topics: WireFetch<B>['topics'] = [];
  for (let t = reader.int32(); t > 0; t--) {
    const topic = reader.string() ?? '';
    const partitions: WirePartition<B>[] = [];
    for (let p = reader.int32(); p > 0; p--) partitions.push(await readPartition(reader, batchesOf));
    topics.push({ topic, partitions });
  }
  return { clientSideThrottleTime, errorCode, topics };
}

async function readPartition<B extends WireBatchHeader>(
  reader: ByteReader,
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
  const batches = size > 0 ? await batchesOf(reader.slice(size)) : [];
  return { partition, errorCode, highWatermark, lastStableOffset, logStart, aborted, batches };
}

/** The last batch may be cut off, because the broker stops at the requested bytes: the next fetch brings it whole. */
async function readBatches(bytes: Buffer): Promise<WireBatch[]> {
  const batches: WireBatch[] = [];
  for (let at = 0; at + 17 <= bytes.length; ) {
    const length = bytes.readInt32BE(at + 8);
    if (at + 12 + length > bytes.length) break;
    const magic = bytes[at + 16];
    if (magic !== 2) throw new Error(`record format ${magic} is older than Kafka 0.11; rewrite the topic`);
    batches.push(await readBatch(bytes.subarray(at, at + 12 + length)));
    at += 12 + length;
  }
  return batches;
}

/** Formats older than Kafka 0.11 have other headers; what follows one of those is left out. */
function readBatchHeaders(bytes: Buffer): WireBatchHeader[] {
  const headers: WireBatchHeader[] = [];
  for (let at = 0; at + headerLength <= bytes.length && bytes[at + 16] === 2; ) {
    const length = bytes.readInt32BE(at + 8);
    if (12 + length < headerLength) throw new RangeError('record batch is shorter than its header');
    headers.push(readHeader(new ByteReader(bytes.subarray(at, at + headerLength))));
    at += 12 + length;
  }
  return headers;
}

const headerLength = 61;
const codecMask = 0x07;
const transactionalFlag = 0x10;
const controlFlag = 0x20;

/** Leaves the reader at the batch's records. */
function readHeader(reader: ByteReader): WireBatchHeader {
  const base = reader.int64();
  reader.at = 21;
  const attributes = reader.int16();
  const lastDelta = reader.int32();
  reader.at += 16;
  const producerId = String(reader.bigInt64());
  reader.at += 6;
  return {
    base,
    next: base + lastDelta + 1,
    count: reader.int32(),
    producerId,
    transactional: (attributes & transactionalFlag) !== 0,
    control: (attributes & controlFlag) !== 0,
  };
}

async function readBatch(bytes: Buffer): Promise<WireBatch> {
  const reader = new ByteReader(bytes);
  const header = readHeader(reader);
  const decompress = lookupCompression(bytes.readInt16BE(21) & codecMask);
  const firstTimestamp = new ByteReader(bytes, 27).int64();
  const body = decompress ? new ByteReader(await decompress(bytes.subarray(reader.at))) : reader;
  const records = new Array<WireRecord>(header.count);
  for (let i = 0; i < header.count; i++) records[i] = readRecord(body, header.base, firstTimestamp);
  return { ...header, records };
}

function readRecord(reader: ByteReader, base: number, firstTimestamp: number): WireRecord {
  const length = reader.varint();
  const end = reader.at + length;
  reader.at += 1;
  const timestamp = firstTimestamp + reader.varint();
  const offset = base + reader.varint();
  const key = readBytes(reader);
  const value = readBytes(reader);
  const headers = reader.slice(end - reader.at);
  return { offset, timestamp, key, value, headers };
}

function readBytes(reader: ByteReader): Buffer | null {
  const length = reader.varint();
  return length < 0 ? null : reader.slice(length);
}

/** The headers of a record, in order; a name may occur more than once. */
export function readHeaders(bytes: Buffer): [name: string, value: Buffer | null][] {
  const reader = new ByteReader(bytes);
  const headers: [string, Buffer | null][] = [];
  for (let i = reader.varint(); i > 0; i--) {
    headers.push([readBytes(reader)?.toString('utf8') ?? '', readBytes(reader)]);
  }
  return headers;
}
