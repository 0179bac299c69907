/** Writes Kafka's primitive types into a buffer that grows. Integers are big-endian, varints zigzag. */
export class ByteWriter {
  #buffer: Buffer;
  #at = 0;

  constructor(size = 64 * 1024) {
    this.#buffer = Buffer.allocUnsafe(size);
  }

  get length(): number {
    return this.#at;
  }

  /** What was written; a view, valid until the next write. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  int8(value: number): void {
    this.#room(1);
    this.#buffer[this.#at++] = value;
  }

  int16(value: number): void {
    this.#room(2);
    this.#at = this.#buffer.writeInt16BE(value, this.#at);
  }

  int32(value: number): void {
    this.#room(4);
    this.#at = this.#buffer.writeInt32BE(value, this.#at);
  }

  uint32(value: number): void {
    this.#room(4);
    this.#at = this.#buffer.writeUInt32BE(value, this.#at);
  }

  /** A safe integer as int64. */
  int64(value: number): void {
    this.int32(Math.floor(value / 2 ** 32));
    this.uint32(value >>> 0);
  }

  bigInt64(value: bigint): void {
    this.#room(8);
    this.#at = this.#buffer.writeBigInt64BE(value, this.#at);
  }

  /** A 32-bit varint. */
  varint(value: number): void {
    this.uvarint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** An unsigned 32-bit varint, without zigzag. */
  uvarint(value: number): void {
    this.#room(5);
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#at++] = rest;
  }

  /** int16 length and UTF-8; null is length -1. */
  string(value: string | null): void {
    this.int16(value === null ? -1 : Buffer.byteLength(value));
    if (value !== null) this.raw(value);
  }

  /** Varint length and bytes; null is length -1. Strings are written as UTF-8. */
  varintBytes(value: string | Uint8Array | null): void {
    if (value === null) this.varint(-1);
    else {
      this.varint(typeof value === 'string' ? Buffer.byteLength(value) : value.length);
      this.raw(value);
    }
  }

  raw(value: string | Uint8Array): void {
    if (typeof value === 'string') {
      // Three bytes hold any UTF-16 unit.
      this.#room(value.length * 3);
      this.#at += this.#buffer.write(value, this.#at);
      return;
    }
    this.#room(value.length);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }

  /** Leaves room for `count` bytes to be filled in later; returns where it is. */
  skip(count: number): number {
    this.#room(count);
    const at = this.#at;
    this.#at += count;
    return at;
  }

  setInt32(at: number, value: number): void {
    this.#buffer.writeInt32BE(value, at);
  }

  setUint32(at: number, value: number): void {
    this.#buffer.writeUInt32BE(value, at);
  }

  #room(count: number): void {
    if (this.#at + count <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + count));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

/** Bytes of a 32-bit varint. */
export function varintSize(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  return zigzag < 0x80 ? 1 : zigzag < 0x4000 ? 2 : zigzag < 0x200000 ? 3 : zigzag < 0x10000000 ? 4 : 5;
}
