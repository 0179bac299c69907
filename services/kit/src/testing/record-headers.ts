/** Headers of a record as on the wire: each name and value with its length as a zigzag varint, here of two bytes at most. */
export function recordHeaders(headers: Record<string, string>): Buffer {
  const field = (text: string) => {
    const bytes = Buffer.from(text);
    const length = bytes.length * 2;
    return Buffer.concat([Buffer.from(length < 128 ? [length] : [(length & 127) | 128, length >> 7]), bytes]);
  };
  const entries = Object.entries(headers);
  return Buffer.concat([
    Buffer.from([entries.length * 2]),
    ...entries.flatMap(([name, value]) => [field(name), field(value)]),
  ]);
}
