import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';

const inflateGzip = promisify(gunzip);
const inflateZstd = promisify(zstdDecompress);

/**
 * How to decompress a record batch; undefined when it is not compressed.
 * @throws for snappy and lz4, which Node.js does not have
 */
export function lookupCompression(codec: number): ((bytes: Buffer) => Promise<Buffer>) | undefined {
  switch (codec) {
    case 0:
      return undefined;
    case 1:
      return inflateGzip;
    case 4:
      return inflateZstd;
    default:
      throw new Error(
        `records are compressed with ${codec === 2 ? 'snappy' : codec === 3 ? 'lz4' : `codec ${codec}`}; set the topic's compression.type to zstd or gzip, or the producer's`,
      );
  }
}
