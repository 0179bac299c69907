import { ByteReader } from './byte-reader.ts';

/** The headers of a record, in order; a name may occur more than once. */
export function readHeaders(bytes: Buffer): [name: string, value: Buffer | null][] {
  const reader = new ByteReader(bytes);
  const headers: [string, Buffer | null][] = [];
  for (let i = reader.varint(); i > 0; i--) {
    headers.push([readBytes(reader)?.toString('utf8') ?? '', readBytes(reader)]);
  }
  return headers;
}

function readBytes(reader: ByteReader): Buffer | null {
  const length = reader.varint();
  return length < 0 ? null : reader.slice(length);
}
