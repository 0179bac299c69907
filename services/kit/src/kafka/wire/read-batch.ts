import { setImmediate as nextTurn } from 'node:timers/promises';
import { ByteReader } from './byte-reader.ts';
import { decompress } from './compression/decompress.ts';

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

export const headerLength = 61;
/** Other tasks of the process get their turn after so many records: a few milliseconds. */
const recordsPerTurn = 20_000;
const codecMask = 0x07;
const logAppendTimeFlag = 0x08;
const transactionalFlag = 0x10;
const controlFlag = 0x20;
const attributesAt = 21;
const firstTimestampAt = 27;
const maxTimestampAt = 35;

/** Reads the first `headerLength` bytes of a batch. */
export function readHeader(bytes: Buffer): WireBatchHeader {
  const reader = new ByteReader(bytes);
  const base = reader.int64();
  reader.at = attributesAt;
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

/** Which records of a batch to create objects for. */
export type RecordWindow = {
  /** Records below this offset are passed over. */
  from: number;
  /** When so many have been read, the rest is left for the next fetch, and the batch's `next` is where that begins. */
  max: number;
};

/**
 * Reads a whole batch with its records.
 * @throws when it cannot be decompressed, or its records are not what the header says
 */
export async function readBatch(bytes: Buffer, { from, max }: RecordWindow): Promise<WireBatch> {
  const header = readHeader(bytes);
  const attributes = bytes.readInt16BE(attributesAt);
  const firstTimestamp = new ByteReader(bytes, firstTimestampAt).int64();
  // The broker has set the time then: it writes that into the header and leaves the records as they are.
  const appendTime =
    attributes & logAppendTimeFlag ? new ByteReader(bytes, maxTimestampAt).int64() : undefined;
  const body = new ByteReader(await decompress(attributes & codecMask, bytes.subarray(headerLength)));
  const records: WireRecord[] = [];
  let last = header.base - 1;
  for (let i = 0; i < header.count; i++) {
    if (i % recordsPerTurn === recordsPerTurn - 1) await nextTurn();
    const { end, timestamp, offset } = readRecordHead(body, header.base, firstTimestamp);
    if (offset <= last || offset >= header.next) throw new RangeError(`offset ${offset} is out of order`);
    last = offset;
    if (offset < from) {
      body.slice(end - body.at);
      continue;
    }
    const [key, value] = [readBytes(body), readBytes(body)];
    const headers = body.slice(end - body.at);
    records.push({ offset, timestamp: appendTime ?? timestamp, key, value, headers });
    if (records.length === max && i + 1 < header.count) {
      return { ...header, records: records.map(detached), next: last + 1 };
    }
  }
  if (body.at < body.bytes.length) throw new RangeError(`there is more than ${header.count} records`);
  return { ...header, records: records.length < header.count ? records.map(detached) : records };
}

/** A part of a large batch must not keep all of it in memory: the next part brings another copy of it. */
function detached(record: WireRecord): WireRecord {
  const { key, value, headers } = record;
  return {
    ...record,
    key: key && Buffer.from(key),
    value: value && Buffer.from(value),
    headers: Buffer.from(headers),
  };
}

function readRecordHead(reader: ByteReader, base: number, firstTimestamp: number) {
  const length = reader.varint();
  const end = reader.at + length;
  reader.at += 1;
  const timestamp = firstTimestamp + reader.varint();
  return { end, timestamp, offset: base + reader.varint() };
}

function readBytes(reader: ByteReader): Buffer | null {
  const length = reader.varint();
  return length < 0 ? null : reader.slice(length);
}
