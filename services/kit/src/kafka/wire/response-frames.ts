/** Size of the length field before each response. */
const lengthBytes = 4;

/** Collects the chunks of a socket until they hold whole responses. A socket needs its own. */
export class ResponseFrames {
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes without which nothing more can be read: a length field, or a response behind its own. */
  #needed = lengthBytes;

  /**
   * The responses that `chunk` completes, without their length fields.
   * @throws RangeError when a length is below zero: these are not the bytes of a Kafka broker
   */
  *add(chunk: Buffer): Generator<Buffer> {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    while (this.#buffered >= this.#needed) {
      const bytes = this.#joined();
      const length = bytes.readInt32BE(0);
      if (length < 0) throw new RangeError(`a response of ${length} bytes`);
      this.#needed = lengthBytes + length;
      if (this.#buffered < this.#needed) return;
      const response = bytes.subarray(lengthBytes, this.#needed);
      this.#chunks = [bytes.subarray(this.#needed)];
      this.#buffered -= this.#needed;
      this.#needed = lengthBytes;
      yield response;
    }
  }

  #joined(): Buffer {
    const [first] = this.#chunks;
    const joined = first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}
