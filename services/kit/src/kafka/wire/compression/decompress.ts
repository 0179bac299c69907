import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { decompressLz4 } from './lz4.ts';
import { decompressSnappy } from './snappy.ts';

/**
 * Bytes that one batch may hold decompressed. A broker takes batches of about 1 MiB by default, and records compress by
 * some 5 to 20 times: what would need more is a mistake or an attack, and would take the memory of a small pod.
 */
export const maxDecompressedBytes = 64 << 20;

const limits = { maxOutputLength: maxDecompressedBytes };
const gunzipWithin = promisify(zlib.gunzip);

/** Looked up when it is needed: the command line also runs on a Node that has it not yet. */
const unzstdWithin = (bytes: Buffer, options: { maxOutputLength: number }): Promise<Buffer> =>
  promisify(zlib.zstdDecompress)(bytes, options);

/** Kafka's codecs, by the number in a batch's attributes. None blocks the event loop. */
const codecs: readonly { name: string; decompress(bytes: Buffer): Promise<Buffer> }[] = [
  { name: 'none', decompress: async (bytes) => bytes },
  { name: 'gzip', decompress: (bytes) => gunzipWithin(bytes, limits) },
  { name: 'snappy', decompress: (bytes) => decompressSnappy(bytes, maxDecompressedBytes) },
  { name: 'lz4', decompress: (bytes) => decompressLz4(bytes, maxDecompressedBytes) },
  { name: 'zstd', decompress: (bytes) => unzstdWithin(bytes, limits) },
];

/**
 * Decompresses the records of a batch.
 * @param codec the number in the batch's attributes
 * @throws naming the codec: unknown, damaged, or larger than `maxDecompressedBytes`
 */
export async function decompress(codec: number, bytes: Buffer): Promise<Buffer> {
  const found = codecs[codec];
  if (!found) throw new Error(`records are compressed with codec ${codec}, which is unknown`);
  try {
    return await found.decompress(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${found.name}: ${reason}`, { cause });
  }
}
