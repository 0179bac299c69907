import { ByteReader } from './byte-reader.ts';

/**
 * The value of one header, of several of that name the last; undefined when there is none, or it is null. Without making
 * anything of the others: each record that is processed is asked for one.
 * @param name ASCII
 */
export function findHeader(bytes: Buffer, name: string): Buffer | undefined {
  const reader = new ByteReader(bytes);
  let found: [from: number, to: number] | undefined;
  for (let i = reader.varint(); i > 0; i--) {
    const nameLength = Math.max(0, reader.varint());
    const isIt =
      nameLength === name.length && bytes.toString('latin1', reader.at, reader.at + nameLength) === name;
    reader.skip(nameLength);
    const length = reader.varint();
    if (isIt) found = length < 0 ? undefined : [reader.at, reader.at + length];
    reader.skip(Math.max(0, length));
  }
  return found && bytes.subarray(...found);
}
