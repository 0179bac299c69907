import { gzipSync, zstdCompressSync } from 'node:zlib';
import { compressFrame } from 'lz4-napi';
import { compress } from 'snappy';
import { ByteWriter } from '../byte-writer.ts';
import { crc32c } from '../crc32c.ts';
import { type WireMessage, writeRecordBatch } from '../record-batch.ts';

const headerLength = 61;

/** How other producers compress, by the codec's number in a batch. */
export const foreignCodecs = {
  gzip: { number: 1, compress: async (bytes: Buffer) => gzipSync(bytes) },
  /** Java's producer: a stream of blocks. */
  'snappy blocks': {
    number: 2,
    async compress(bytes: Buffer) {
      const out = new ByteWriter();
      out.raw(Buffer.from('\x82SNAPPY\0', 'latin1'));
      out.int32(1);
      out.int32(1);
      for (let at = 0; at < bytes.length; at += 32 << 10) {
        const block = await compress(bytes.subarray(at, at + (32 << 10)));
        out.int32(block.length);
        out.raw(block);
      }
      return Buffer.from(out.bytes);
    },
  },
  /** librdkafka's. */
  'raw snappy': { number: 2, compress: (bytes: Buffer) => compress(bytes) },
  lz4: { number: 3, compress: (bytes: Buffer) => compressFrame(bytes) },
  zstd: { number: 4, compress: async (bytes: Buffer) => zstdCompressSync(bytes) },
};

export type ForeignBatch = {
  base?: number;
  /** What the batch's attributes say, whatever its records are. */
  codec?: number;
  attributes?: number;
  compress?: (records: Buffer) => Promise<Buffer>;
  maxTimestamp?: number;
};

/** A record batch as another producer may have written it, with a right checksum. */
export async function foreignBatch(
  messages: readonly WireMessage[],
  how: ForeignBatch = {},
): Promise<Buffer> {
  const out = new ByteWriter();
  const owner = { producerId: '-1', producerEpoch: -1, firstSequence: -1, transactional: false };
  writeRecordBatch(out, messages, owner, 1000);
  const plain = Buffer.from(out.bytes);
  const records = plain.subarray(headerLength);
  const body = how.compress ? await how.compress(records) : records;
  const batch = Buffer.concat([plain.subarray(0, headerLength), body]);
  batch.writeBigInt64BE(BigInt(how.base ?? 0), 0);
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt16BE((how.codec ?? 0) | (how.attributes ?? 0), 21);
  if (how.maxTimestamp !== undefined) batch.writeBigInt64BE(BigInt(how.maxTimestamp), 35);
  return sealed(batch);
}

/** The batch with the checksum that belongs to its bytes. */
export function sealed(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch, 21), 17);
  return batch;
}
