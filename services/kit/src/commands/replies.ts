import type { KafkaRecord } from '../kafka/consume/record.ts';

/** The parts of a record that matter here; how it arrived (headers, time) does not. */
export type ReplyRecord = Pick<KafkaRecord, 'topic' | 'partition' | 'offset' | 'key' | 'value'>;

/** Requests that wait for the processor's reply, by command id. */
export type Replies<R> = {
  /**
   * Calls `onReply` once, with the reply to that command. Several may wait for one id (a request repeated while the
   * first is in progress), but only with the same body.
   * @returns stops waiting; undefined if another request waits for this id with another body
   */
  expect(
    commandId: string,
    bodyHash: string | undefined,
    onReply: (reply: R) => void,
  ): (() => void) | undefined;
  /** Processes records of the reply topic. A reply without a waiting request belongs to another pod, or is late. */
  receive(records: readonly ReplyRecord[]): void;
  readonly waiting: number;
};

type Entry<R> = { bodyHash: string | undefined; listeners: Set<(reply: R) => void> };

/**
 * @param read throws for a value that is no reply
 * @param onUnreadable called with an unreadable reply; its requests keep waiting until they time out
 */
export function createReplies<R>(
  read: (value: Buffer | null) => R,
  onUnreadable: (record: ReplyRecord, error: unknown) => void,
): Replies<R> {
  const entries = new Map<string, Entry<R>>();
  let waiting = 0;

  function settle(record: ReplyRecord): void {
    if (record.key === null) return;
    // Before the value is parsed: every pod sees the replies of all pods.
    const entry = entries.get(record.key);
    if (!entry) return;
    let reply: R;
    try {
      reply = read(record.value);
    } catch (error) {
      onUnreadable(record, error);
      return;
    }
    entries.delete(record.key);
    waiting -= entry.listeners.size;
    for (const onReply of entry.listeners) onReply(reply);
  }

  return {
    expect(commandId, bodyHash, onReply) {
      const entry = entries.get(commandId) ?? { bodyHash, listeners: new Set() };
      if (entry.bodyHash !== bodyHash) return undefined;
      entries.set(commandId, entry);
      entry.listeners.add(onReply);
      waiting += 1;
      return () => {
        if (!entry.listeners.delete(onReply) || entries.get(commandId) !== entry) return;
        waiting -= 1;
        if (entry.listeners.size === 0) entries.delete(commandId);
      };
    },
    receive(records) {
      for (const record of records) settle(record);
    },
    get waiting() {
      return waiting;
    },
  };
}
