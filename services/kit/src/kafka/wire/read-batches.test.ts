import { describe, expect, it } from 'vitest';
import { maxDecompressedBytes } from './compression/decompress.ts';
import { maxRecordsPerFetch, readBatches } from './read-batches.ts';
import { foreignBatch, foreignCodecs, sealed } from './testing/foreign-batch.ts';

const log = { from: 0, end: 1000 };
const messages = (count: number, value = 'v') =>
  Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: `${value}${i}` }));
const offsetsOf = (batches: Awaited<ReturnType<typeof readBatches>>['batches']) =>
  batches.flatMap(({ records }) => records.map(({ offset }) => offset));

describe('compressed batches', () => {
  it.each(Object.entries(foreignCodecs))('are read: %s', async (_name, { number: codec, compress }) => {
    const value = 'cupcake '.repeat(1000);
    const bytes = await foreignBatch(messages(20, value), { codec, compress });
    const { batches, damaged } = await readBatches(bytes, log);
    expect(damaged).toBeUndefined();
    expect(batches[0]?.records.map((r) => [r.key?.toString(), r.value?.toString()])).toEqual(
      messages(20, value).map((m) => [m.key, m.value]),
    );
  });

  it.each(Object.entries(foreignCodecs))('that are damaged are named: %s', async (_name, codec) => {
    const cut = async (records: Buffer) => (await codec.compress(records)).subarray(0, -5);
    const bytes = await foreignBatch(messages(3, 'cupcake '.repeat(20)), {
      codec: codec.number,
      compress: cut,
    });
    const { batches, damaged } = await readBatches(bytes, log);
    expect(batches).toEqual([]);
    expect(damaged).toMatchObject({ base: 0, next: 3 });
    expect(damaged?.reason).toMatch(/^(gzip|snappy|lz4|zstd): ./);
  });

  it.each(Object.entries(foreignCodecs))(
    'that would fill the memory are refused: %s',
    async (_name, codec) => {
      const bomb = Buffer.alloc(maxDecompressedBytes + 1);
      const compress = () => codec.compress(bomb);
      const bytes = await foreignBatch(messages(1), { codec: codec.number, compress });
      const { batches, damaged } = await readBatches(bytes, log);
      expect(batches).toEqual([]);
      expect(damaged?.reason).toMatch(/67108864|larger than/);
    },
  );

  it('of an unknown codec are one finding as far as they follow each other', async () => {
    const foreign = (base: number) => foreignBatch(messages(2), { base, codec: 6 });
    const bytes = Buffer.concat([
      await foreignBatch(messages(2)),
      await foreign(2),
      await foreign(4),
      await foreign(6),
      await foreignBatch(messages(2), { base: 8 }),
    ]);
    const { batches, damaged } = await readBatches(bytes, log);
    expect(offsetsOf(batches)).toEqual([0, 1]);
    expect(damaged).toEqual({
      base: 2,
      next: 8,
      reason: 'records are compressed with codec 6, which is unknown',
    });
  });
});

describe('a damaged batch', () => {
  const three = async () =>
    Promise.all([0, 2, 4].map((base) => foreignBatch(messages(2, 'cupcakes'), { base })));

  it('is found wherever a bit of it has changed, and keeps nothing else back', async () => {
    const [first, second, third] = await three();
    if (!first || !second || !third) throw new Error('three batches');
    for (let at = 16; at < second.length; at++) {
      const flipped = Buffer.from(second);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 0x04, at);
      const { batches, damaged } = await readBatches(Buffer.concat([first, flipped, third]), log);
      expect([at, offsetsOf(batches), damaged?.base]).toEqual([at, [0, 1], 2]);
      expect(damaged?.next).toBeGreaterThan(2);
      expect(damaged?.next).toBeLessThanOrEqual(4);
    }
  });

  it('that comes first is passed, also when its length is damaged', async () => {
    const [first, second] = await three();
    if (!first || !second) throw new Error('two batches');
    for (const length of [-5, 0, 48, first.length, 2 ** 30]) {
      const broken = Buffer.from(first);
      broken.writeInt32BE(length, 8);
      const { batches, damaged } = await readBatches(Buffer.concat([broken, second]), log);
      expect(batches).toEqual([]);
      expect(damaged?.next).toBeGreaterThan(0);
      expect(damaged?.next).toBeLessThanOrEqual(4);
    }
  });

  it('at the end of the log is passed as far as its header and the log agree', async () => {
    const batch = await foreignBatch(messages(5), { base: 10 });
    batch.writeUInt8(batch.readUInt8(70) ^ 1, 70);
    const read = async (end: number) => (await readBatches(batch, { from: 10, end })).damaged;
    expect(await read(15)).toMatchObject({ base: 10, next: 15 });
    batch.writeInt32BE(2 ** 30, 23);
    expect(await read(15)).toMatchObject({ base: 10, next: 11 });
  });

  it.each([
    ['a count that is too large', 57, (b: Buffer) => b.writeInt32BE(3, 57), /cut off/],
    ['a count that is too small', 57, (b: Buffer) => b.writeInt32BE(1, 57), /more than 1/],
    ['an offset outside', 23, (b: Buffer) => b.writeInt32BE(0, 23), /out of order/],
    ['a record longer than the batch', 61, (b: Buffer) => b.writeUInt8(0x7e, 61), /cut off/],
  ])('with %s is named, though its checksum is right', async (_name, _at, change, reason) => {
    const batch = await foreignBatch(messages(2));
    change(batch);
    const { batches, damaged } = await readBatches(sealed(batch), log);
    expect(batches).toEqual([]);
    expect(damaged?.reason).toMatch(reason);
  });

  it('of an old format is named, with those like it', async () => {
    const old = (offset: number) => {
      const bytes = Buffer.alloc(60);
      bytes.writeBigInt64BE(BigInt(offset), 0);
      bytes.writeInt32BE(48, 8);
      bytes.writeUInt8(1, 16);
      return bytes;
    };
    const bytes = Buffer.concat([old(7), old(8), await foreignBatch(messages(2), { base: 9 })]);
    expect(await readBatches(bytes, { from: 7, end: 20 })).toEqual({
      batches: [],
      damaged: { base: 7, next: 9, reason: 'record format 1 is older than Kafka 0.11' },
    });
  });
});

describe('many records', () => {
  it('come in parts, each from where the last one ended', async () => {
    const { number: codec, compress } = foreignCodecs.gzip;
    const count = 2 * maxRecordsPerFetch + 5;
    const bytes = await foreignBatch(messages(count, ''), { codec, compress });
    const lengths: number[] = [];
    for (let from = 0; from < count; ) {
      const { batches } = await readBatches(bytes, { from, end: count });
      const [batch] = batches;
      expect(batch?.records[0]?.offset).toBe(from);
      // Not a view of the whole batch, which would stay in memory with it.
      expect(batch?.records[0]?.value?.buffer.byteLength).toBeLessThan(100_000);
      lengths.push(batch?.records.length ?? 0);
      from = batch?.next ?? count;
    }
    expect(lengths).toEqual([maxRecordsPerFetch, maxRecordsPerFetch, 5]);
  });

  it('of several batches are bounded together', async () => {
    const bytes = Buffer.concat(
      await Promise.all([0, 3, 6].map((base) => foreignBatch(messages(3), { base }))),
    );
    const { batches } = await readBatches(bytes, log, 4);
    expect(offsetsOf(batches)).toEqual([0, 1, 2, 3]);
    expect(batches.at(-1)?.next).toBe(4);
  });
});

it('records of a topic with LogAppendTime have the time at which the broker wrote them', async () => {
  const bytes = await foreignBatch(messages(2), { attributes: 0x08, maxTimestamp: 123_456 });
  const { batches } = await readBatches(bytes, log);
  expect(batches[0]?.records.map(({ timestamp }) => timestamp)).toEqual([123_456, 123_456]);
});
