/** Reads Kafka's primitive types from a buffer. Reading past its end throws RangeError. */
export class ByteReader {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  int8(): number {
    return this.bytes.readInt8(this.#next(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.#next(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.#next(4));
  }

  /** An int64 as a number: exact to 2^53, which offsets and times do not reach. */
  int64(): number {
    const at = this.#next(8);
    return this.bytes.readInt32BE(at) * 2 ** 32 + this.bytes.readUInt32BE(at + 4);
  }

  bigInt64(): bigint {
    return this.bytes.readBigInt64BE(this.#next(8));
  }

  string(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.bytes.toString('utf8', this.#next(length), this.at);
  }

  /** A zigzag varint of up to 64 bits, as a number. */
  varint(): number {
    const value = this.uvarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** An unsigned varint of up to 64 bits, as a number. */
  uvarint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      const byte = this.bytes[this.#next(1)] as number;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new RangeError('varint is longer than 10 bytes');
  }

  /** A view of the next bytes. */
  slice(length: number): Buffer {
    const from = this.#next(length);
    return this.bytes.subarray(from, this.at);
  }

  skip(length: number): void {
    this.#next(length);
  }

  #next(count: number): number {
    const from = this.at;
    if (count < 0 || from + count > this.bytes.length) throw new RangeError('record is cut off');
    this.at = from + count;
    return from;
  }
}
