import type { KafkaRecord } from '../wire/record.ts';

/**
 * What this processor has written to a shared state topic and has not read there yet. Others' records come through the log
 * while own ones count at once, so one of the others may come late: it must not undo an own one behind it. No IO.
 */
export class OwnWrites {
  /** The offset of the last own record of a key. */
  readonly #offsets = new Map<string, number>();

  get size(): number {
    return this.#offsets.size;
  }

  /** @param offset where the record lies; of one key they come in order */
  wrote(key: string, offset: number): void {
    this.#offsets.set(key, offset);
  }

  /** Whether a record that was read is an own one, or was written before an own one of its key. */
  supersede({ key, offset }: Pick<KafkaRecord, 'key' | 'offset'>): boolean {
    return key !== null && offset <= (this.#offsets.get(key) ?? -1);
  }

  /** @param position where the next record to be read lies: what is before it cannot come any more */
  forgetBefore(position: number): void {
    for (const [key, offset] of this.#offsets) if (offset < position) this.#offsets.delete(key);
  }
}
