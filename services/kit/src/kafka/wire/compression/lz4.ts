/**
 * Decompresses an LZ4 frame (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md), as Kafka's producers write it.
 * @throws when the bytes are damaged, or could be more than `maxBytes`
 */
export async function decompressLz4(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  const size = largestSizeOf(bytes);
  if (size > maxBytes) throw new Error(`up to ${size} bytes decompressed, at most ${maxBytes} are read`);
  // Loaded at first use: most topics never need it, and pods start faster without.
  const { decompressFrame } = await import('lz4-napi');
  return decompressFrame(bytes);
}

const magic = 0x184d2204;
/** Bits of the frame's flags. */
const flags = { blockChecksums: 0x10, contentSize: 0x08, dictionaryId: 0x01 };
/** Set in a block's size when the block is stored as it is. */
const stored = 0x80000000;
/** A compressed byte stands for at most so many. */
const largestRatio = 255;

/** The decoder has no bound of its own, and a frame need not state its size: the sum over its blocks bounds it. */
function largestSizeOf(bytes: Buffer): number {
  if (bytes.length < 7 || bytes.readUInt32LE(0) !== magic) throw new Error('not an LZ4 frame');
  const flag = bytes.readUInt8(4);
  const maxBlock = 1 << (8 + 2 * ((bytes.readUInt8(5) >> 4) & 7));
  let at = 7 + (flag & flags.contentSize ? 8 : 0) + (flag & flags.dictionaryId ? 4 : 0);
  let size = 0;
  while (at + 4 <= bytes.length) {
    const head = bytes.readUInt32LE(at);
    if (head === 0) return size;
    const length = head & ~stored;
    size += head >= stored ? length : Math.min(maxBlock, length * largestRatio);
    at += 4 + length + (flag & flags.blockChecksums ? 4 : 0);
  }
  throw new Error('the LZ4 frame is cut off');
}
