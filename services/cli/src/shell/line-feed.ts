import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';

/** The lines of a pipe one by one: the next one when the last is done, since it may need what that one made. */
export class LineFeed {
  /** What a shell reads. */
  readonly stream = new PassThrough();
  readonly #lines: AsyncIterator<string>;

  constructor(input: Readable) {
    this.#lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  }

  /** Passes the next line on, or ends the stream. */
  next(): void {
    void this.#lines.next().then(({ value, done }) => {
      if (done) this.stream.end();
      else this.stream.write(`${value}\n`);
    });
  }
}
