import { type ByteWriter, varintSize } from './byte-writer.ts';
import { crc32c } from './crc32c.ts';

/** A record to be written. */
export type WireMessage = {
  key: string | Buffer | null;
  value: string | Buffer | null;
  headers?: Record<string, string | Buffer>;
  /** It must lie in the same batch as the record before it. */
  withPrevious?: true;
};

const magic = 2;
const transactionalFlag = 16;
/** From the batch's first byte to its attributes, where the checksum begins. */
const checksumFrom = 21;

/** The producer of a batch: see "Message Format" in Kafka's protocol documentation. */
export type BatchOwner = {
  producerId: string;
  producerEpoch: number;
  firstSequence: number;
  transactional: boolean;
};

/**
 * Writes one uncompressed record batch (format version 2) of messages, in one pass into one buffer.
 * kafkajs builds an encoder with a buffer of its own for every record and header: half of the processor's time.
 * @param now timestamp of all records, ms since the epoch
 */
export function writeRecordBatch(
  out: ByteWriter,
  messages: readonly WireMessage[],
  owner: BatchOwner,
  now: number,
): void {
  const begin = out.length;
  out.int64(0);
  const lengthAt = out.skip(4);
  out.int32(-1);
  out.int8(magic);
  const crcAt = out.skip(4);
  out.int16(owner.transactional ? transactionalFlag : 0);
  out.int32(messages.length - 1);
  out.int64(now);
  out.int64(now);
  out.bigInt64(BigInt(owner.producerId));
  out.int16(owner.producerEpoch);
  out.int32(owner.firstSequence);
  out.int32(messages.length);
  let delta = 0;
  for (const message of messages) writeRecord(out, message, delta++);
  out.setInt32(lengthAt, out.length - lengthAt - 4);
  out.setUint32(crcAt, crc32c(out.bytes, begin + checksumFrom, out.length));
}

/** Bytes of a batch before its records. */
const batchOverhead = 61;

/** Exact size on the wire of the batch that `writeRecordBatch` makes: what a topic's `max.message.bytes` is about. */
export function recordBatchSize(messages: readonly WireMessage[]): number {
  let size = batchOverhead;
  for (const [delta, message] of messages.entries()) {
    const record = sizeOfRecord(message, delta);
    size += varintSize(record) + record;
  }
  return size;
}

/** Without the length that comes before it. */
function sizeOfRecord({ key, value, headers }: WireMessage, offsetDelta: number): number {
  const names = headers ? Object.keys(headers) : [];
  // attributes and timestamp delta are a zero byte each
  let size = 2 + varintSize(offsetDelta) + sizeOfBytes(key) + sizeOfBytes(value) + varintSize(names.length);
  for (const name of names) size += sizeOfBytes(name) + sizeOfBytes(headers?.[name] ?? '');
  return size;
}

function writeRecord(out: ByteWriter, message: WireMessage, offsetDelta: number): void {
  const { key, value, headers } = message;
  const names = headers ? Object.keys(headers) : [];
  out.varint(sizeOfRecord(message, offsetDelta));
  out.int8(0);
  out.int8(0);
  out.varint(offsetDelta);
  out.varintBytes(key);
  out.varintBytes(value);
  out.varint(names.length);
  for (const name of names) {
    out.varintBytes(name);
    out.varintBytes(headers?.[name] ?? '');
  }
}

function sizeOfBytes(value: string | Uint8Array | null): number {
  if (value === null) return 1;
  const length = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
  return varintSize(length) + length;
}
