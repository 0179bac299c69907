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
    const record = readRecord(body, header.base, firstTimestamp);
    if (record.offset <= last || record.offset >= header.next) {
      throw new RangeError(`offset ${record.offset} is out of order`);
    }
    last = record.offset;
    if (last < from) continue;
    if (appendTime !== undefined) record.timestamp = appendTime;
    records.push(record);
    if (records.length === max && i + 1 < header.count) return { ...header, records, next: last + 1 };
  }
  if (body.at < body.bytes.length) throw new RangeError(`there is more than ${header.count} records`);
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
