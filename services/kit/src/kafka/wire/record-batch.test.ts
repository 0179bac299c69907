import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter, varintSize } from './byte-writer.ts';
import { crc32c } from './crc32c.ts';
import { readFetchHeaders, readFetchResponse } from './fetch-response.ts';
import { readHeaders } from './read-headers.ts';
import { recordBatchSize, type WireMessage, writeRecordBatch } from './record-batch.ts';

const require = createRequire(import.meta.url);
const KafkajsDecoder = require('kafkajs/src/protocol/decoder');
const decodeBatchByKafkajs = require('kafkajs/src/protocol/recordBatch/v0/decoder');
const kafkajsCrc: (encoder: unknown) => number = require('kafkajs/src/protocol/recordBatch/crc32C');

const message: fc.Arbitrary<WireMessage> = fc.record({
  key: fc.option(fc.string({ unit: 'binary' })),
  value: fc.option(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array().map((a) => Buffer.from(a)),
    ),
  ),
  // kafkajs keeps headers in an object with a prototype: names such as valueOf are no test of ours
  headers: fc.dictionary(
    fc.string({ minLength: 1 }).map((name) => `h-${name}`),
    fc.string({ unit: 'binary' }),
    { maxKeys: 4 },
  ),
});
const owner = { producerId: '4611686018427387904', producerEpoch: 7, firstSequence: 41, transactional: true };
const now = 1_795_300_000_123;
const fromStart = () => 0;

function batchOf(messages: WireMessage[]): Buffer {
  const out = new ByteWriter(16);
  writeRecordBatch(out, messages, owner, now);
  return Buffer.from(out.bytes);
}

describe('a record batch', () => {
  it('reads back in kafkajs as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 20 }), async (messages) => {
        const read = await decodeBatchByKafkajs(new KafkajsDecoder(batchOf(messages)));
        expect(read).toMatchObject({ producerId: owner.producerId, producerEpoch: 7, firstSequence: 41 });
        expect(read).toMatchObject({ inTransaction: true, isControlBatch: false });
        expect(read.records).toHaveLength(messages.length);
        for (const [i, wanted] of messages.entries()) {
          const record = read.records[i];
          expect(record.offset).toBe(String(i));
          expect(record.timestamp).toBe(String(now));
          expect(record.key).toEqual(wanted.key === null ? null : Buffer.from(wanted.key));
          expect(record.value).toEqual(wanted.value === null ? null : Buffer.from(wanted.value));
          const headers = Object.entries(wanted.headers ?? {}).map(([k, v]) => [k, Buffer.from(v)]);
          expect(Object.entries(record.headers)).toEqual(expect.arrayContaining(headers));
        }
      }),
    );
  });

  it('has the size that is computed beforehand', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 20 }), (messages) => {
        expect(recordBatchSize(messages)).toBe(batchOf(messages).length);
      }),
    );
  });

  it('reads back in our fetch response as it was written, and a cut-off last batch is left for later', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 5 }), fc.nat(), async (messages, cut) => {
        const batch = batchOf(messages);
        const tail = batch.subarray(0, cut % batch.length);
        const { topics } = await readFetchResponse(responseWith(Buffer.concat([batch, tail])), fromStart);
        const [partition] = topics[0]?.partitions ?? [];
        expect(partition).toMatchObject({ partition: 3, highWatermark: 2 ** 40, lastStableOffset: 9 });
        expect(partition?.batches).toHaveLength(1);
        const [read] = partition?.batches ?? [];
        expect(read).toMatchObject({ next: messages.length, transactional: true, control: false });
        expect(read?.records.map((r) => [r.offset, r.timestamp, r.key, r.value])).toEqual(
          messages.map((m, i) => [
            i,
            now,
            m.key === null ? null : Buffer.from(m.key),
            m.value === null ? null : Buffer.from(m.value),
          ]),
        );
        for (const [i, m] of messages.entries()) {
          const headers = readHeaders(read?.records[i]?.headers ?? Buffer.alloc(0));
          expect(headers).toEqual(Object.entries(m.headers ?? {}).map(([k, v]) => [k, Buffer.from(v)]));
        }
      }),
    );
  });

  it('has the same header when it is read whole, by its header alone, and when it is cut off behind it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 5 }), fc.nat(), async (messages, cut) => {
        const batch = batchOf(messages);
        const tail = cut % batch.length;
        const bytes = responseWith(Buffer.concat([batch, batch.subarray(0, tail)]));
        const [read] = (await readFetchResponse(bytes, fromStart)).topics[0]?.partitions[0]?.batches ?? [];
        const headers = (await readFetchHeaders(bytes)).topics[0]?.partitions[0]?.batches;
        expect(headers).toHaveLength(tail < 61 ? 1 : 2);
        for (const header of headers ?? []) expect(read).toMatchObject(header);
        expect(headers?.[0]).toMatchObject({ base: 0, next: messages.length, count: messages.length });
      }),
    );
  });

  it('reaches its reader when a partition behind it cannot be read', async () => {
    const whole = responseWith(batchOf([{ key: 'k', value: 'v' }]));
    // Two partitions are announced, and the second is cut off.
    whole.writeInt32BE(2, 17);
    const { topics, broken } = await readFetchResponse(Buffer.concat([whole, Buffer.alloc(9)]), fromStart);
    expect(topics[0]?.partitions.map(({ batches }) => batches.length)).toEqual([1]);
    expect(broken).toBeTruthy();
  });

  it('refuses lengths that lead out of the answer', async () => {
    const bytes = responseWith(batchOf([{ key: 'k', value: 'v' }]));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, byte) => {
        const broken = Buffer.from(bytes);
        broken[at] = byte;
        // Either it reads or it throws; it must not hang or read outside the buffer.
        for (const read of [readFetchResponse, readFetchHeaders]) {
          await read(broken, fromStart).catch((error: unknown) => expect(error).toBeInstanceOf(Error));
        }
      }),
    );
  });
});

describe('primitives', () => {
  it('write and read varints of 32 bits', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        const out = new ByteWriter(1);
        out.varint(value);
        expect(out.length).toBe(varintSize(value));
        expect(new ByteReader(out.bytes).varint()).toBe(value);
      }),
    );
  });

  it('write and read safe integers as int64', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const out = new ByteWriter(1);
        out.int64(value);
        expect(out.bytes.readBigInt64BE()).toBe(BigInt(value));
        expect(new ByteReader(out.bytes).int64()).toBe(value);
      }),
    );
  });

  it('check sums as RFC 3720 (B.4) and kafkajs do', () => {
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(crc32c(Buffer.from(bytes))).toBe(kafkajsCrc(Buffer.from(bytes)) >>> 0);
      }),
    );
  });
});

/** A Fetch response (version 11) with one partition. */
function responseWith(batches: Buffer): Buffer {
  const out = new ByteWriter();
  out.int32(0);
  out.int16(0);
  out.int32(0);
  out.int32(1);
  out.string('t');
  out.int32(1);
  out.int32(3);
  out.int16(0);
  out.int64(2 ** 40);
  out.int64(9);
  out.int64(0);
  out.int32(0);
  out.int32(-1);
  out.int32(batches.length);
  out.raw(batches);
  return out.bytes;
}
