import { ByteReader } from '../byte-reader.ts';

/** How Java's snappy streams begin; then come two int32 versions and blocks of an int32 length and raw snappy. */
const streamMagic = Buffer.from('\x82SNAPPY\0', 'latin1');
const streamHeaderBytes = 16;

/**
 * Decompresses snappy as Kafka's producers write it: Java's as a stream of blocks, others also as one raw block.
 * @throws when the bytes are damaged, or would be more than `maxBytes`
 */
export async function decompressSnappy(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  // Loaded at first use: most topics never need it, and pods start faster without.
  const { uncompress } = await import('snappy');
  const blocks = blocksOf(bytes);
  const size = blocks.reduce((sum, block) => sum + sizeOf(block), 0);
  if (size > maxBytes) throw new Error(`${size} bytes decompressed, at most ${maxBytes} are read`);
  const parts: Buffer[] = [];
  for (const block of blocks) parts.push(Buffer.from(await uncompress(block, { asBuffer: true })));
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

function blocksOf(bytes: Buffer): Buffer[] {
  if (!bytes.subarray(0, streamMagic.length).equals(streamMagic)) return [bytes];
  const blocks: Buffer[] = [];
  for (const reader = new ByteReader(bytes, streamHeaderBytes); reader.at < bytes.length; ) {
    blocks.push(reader.slice(reader.int32()));
  }
  return blocks;
}

/** A raw block begins with the size of what it holds. */
function sizeOf(block: Buffer): number {
  return new ByteReader(block).uvarint();
}
