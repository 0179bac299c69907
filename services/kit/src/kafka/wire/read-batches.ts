import { setImmediate as nextTurn } from 'node:timers/promises';
import { ByteReader } from './byte-reader.ts';
import { crc32c } from './crc32c.ts';
import { headerLength, readBatch, readHeader, type WireBatch, type WireBatchHeader } from './read-batch.ts';

/** Offsets of a log that cannot be read, from `base` to before `next`, where reading can go on. */
export type DamagedRange = { base: number; next: number; reason: string };

/** Batches in order, and what cannot be read behind them. Reading ends there: the next fetch begins behind it. */
export type ReadBatches<B extends WireBatchHeader = WireBatch> = {
  batches: B[];
  damaged?: DamagedRange | undefined;
};

/** Offsets of a log: the requested one, below which records are passed over, and the end of the log. */
export type FetchedRange = { from: number; end: number };

/**
 * Records of a partition that one fetch creates objects for. Compressed, millions of them fit into what one fetch may
 * bring: they would take the memory of a pod, and keep its event loop from anything else for seconds.
 */
export const maxRecordsPerFetch = 10_000;
/** After so long, other tasks of the process get their turn between two batches. */
const maxSliceMs = 10;

/** From a batch's first byte to where its length counts from, and to parts of its header. */
const lengthFrom = 12;
const magicAt = 16;
const crcAt = 17;
const checksumFrom = 21;
const lastDeltaAt = 23;

/**
 * Reads the batches of one partition in a fetch response, each after a check of its CRC-32C.
 *
 * The last batch may be cut off, because the broker stops at the requested bytes: the next fetch brings it whole. The
 * first never is, so one that seems to be has a damaged length.
 */
export async function readBatches(
  bytes: Buffer,
  { from, end }: FetchedRange,
  maxRecords = maxRecordsPerFetch,
): Promise<ReadBatches> {
  const batches: WireBatch[] = [];
  let damaged: DamagedRange | undefined;
  let position = from;
  let left = maxRecords;
  let sliceEnd = performance.now() + maxSliceMs;
  for (let at = 0; at + lastDeltaAt + 4 <= bytes.length && left > 0; ) {
    const behind = at + lengthFrom + bytes.readInt32BE(at + 8);
    if (behind > bytes.length && at > 0) break;
    const read = await readOne(bytes, { at, behind, position, end }, left);
    if ('reason' in read) {
      // Many of a kind are one finding: a producer with an unknown codec would otherwise fill the list of incidents.
      if (damaged && damaged.reason !== read.reason) break;
      damaged = { base: damaged?.base ?? position, next: read.next, reason: read.reason };
      if (!read.isWhole) break;
    } else {
      // What comes behind damage is fetched once more: markers of transactions may have been lost in it.
      if (damaged) break;
      batches.push(read.batch);
      left -= read.batch.records.length;
      if (!read.isWhole) break;
    }
    position = Math.max(position, 'batch' in read ? read.batch.next : read.next);
    at = behind;
    if (performance.now() > sliceEnd) {
      await nextTurn();
      sliceEnd = performance.now() + maxSliceMs;
    }
  }
  return { batches, damaged };
}

/** A batch in a response: where it begins and where the one behind it, the offset expected, and the end of the log. */
type Slot = { at: number; behind: number; position: number; end: number };
/** `isWhole`: all of it was read, or all that cannot be read is inside it, so that the next batch begins behind it. */
type ReadOne = { batch: WireBatch; isWhole: boolean } | { next: number; reason: string; isWhole: boolean };

async function readOne(bytes: Buffer, slot: Slot, maxRecords: number): Promise<ReadOne> {
  const { at, behind, position } = slot;
  const magic = bytes[at + magicAt];
  if (magic === 0 || magic === 1) {
    const reason = `record format ${magic} is older than Kafka 0.11`;
    const isWhole = behind > at + lengthFrom && behind <= bytes.length;
    return { next: nextAfter(bytes, slot, 0), reason, isWhole };
  }
  const stated = bytes.readInt32BE(at + lastDeltaAt);
  if (magic !== 2 || behind > bytes.length || behind < at + headerLength) {
    return { next: nextAfter(bytes, slot, stated), reason: 'the batch has no valid header', isWhole: false };
  }
  if (crc32c(bytes, at + checksumFrom, behind) !== bytes.readUInt32BE(at + crcAt)) {
    const reason = 'the checksum is wrong: bytes have changed since they were written';
    return { next: nextAfter(bytes, slot, stated), reason, isWhole: false };
  }
  const header = readHeader(bytes.subarray(at, behind));
  try {
    const batch = await readBatch(bytes.subarray(at, behind), { from: position, max: maxRecords });
    return { batch, isWhole: batch.next === header.next };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { next: Math.max(position + 1, header.next), reason, isWhole: true };
  }
}

/**
 * The offset behind a batch whose header cannot be trusted: where the batch behind it begins, which may be cut off, else
 * what the header says; as far as that lies in the log, else the next offset.
 */
function nextAfter(bytes: Buffer, { at, behind, position, end }: Slot, lastDelta: number): number {
  const follows = behind > at && behind + 8 <= bytes.length ? new ByteReader(bytes, behind).int64() : -1;
  const stated = new ByteReader(bytes, at).int64() + lastDelta + 1;
  return [follows, stated].find((offset) => offset > position && offset <= end) ?? position + 1;
}
