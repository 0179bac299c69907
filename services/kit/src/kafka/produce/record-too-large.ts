/** The broker refuses a record for its size, and would refuse it alone: no retry will change that. */
export class RecordTooLarge extends Error {
  override readonly name = 'RecordTooLarge';
  readonly topic: string;
  /** Size of the record's batch on the wire, about. */
  readonly bytes: number;

  constructor({ topic, bytes, cause }: { topic: string; bytes: number; cause?: unknown }) {
    super(
      `a record of about ${bytes} bytes is more than topic ${topic} accepts; raise its max.message.bytes or write less`,
      cause === undefined ? {} : { cause },
    );
    this.topic = topic;
    this.bytes = bytes;
  }
}
