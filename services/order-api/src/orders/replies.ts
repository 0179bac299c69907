import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { type Reply, readReply } from '@cupcakery/workflow/contracts/records';

/** What a view needs of a record; how it came (headers, time) does not matter. */
export type ReadRecord = Pick<KafkaRecord, 'topic' | 'partition' | 'offset' | 'key' | 'value'>;

/** Requests that wait for the processor's reply, by command id. */
export type Replies = {
  /**
   * Calls `take` once, with the reply to that command. Several may wait for one id (a request repeated while
   * the first is still under way), but only with the same body.
   * @returns stops waiting; undefined when someone waits for this id with another body
   */
  expect(
    commandId: string,
    bodyHash: string | undefined,
    onReply: (reply: Reply) => void,
  ): (() => void) | undefined;
  /** Hands records of the reply topic to those who wait. What nobody here waits for is another pod's, or late. */
  receive(records: readonly ReadRecord[]): void;
  readonly waiting: number;
};

type Entry = { bodyHash: string | undefined; listeners: Set<(reply: Reply) => void> };

/** @param onUnreadable told of a reply that could not be read; its requests go on waiting until their time is over */
export function createReplies(onUnreadable: (record: ReadRecord, error: unknown) => void): Replies {
  const entries = new Map<string, Entry>();
  let waiting = 0;

  function settle(record: ReadRecord): void {
    if (record.key === null) return;
    // Before the value is parsed: every pod sees the replies of all pods.
    const entry = entries.get(record.key);
    if (!entry) return;
    let reply: Reply;
    try {
      reply = readReply(record.value);
    } catch (error) {
      onUnreadable(record, error);
      return;
    }
    entries.delete(record.key);
    waiting -= entry.listeners.size;
    for (const take of entry.listeners) take(reply);
  }

  return {
    expect(commandId, bodyHash, take) {
      const entry = entries.get(commandId) ?? { bodyHash, listeners: new Set() };
      if (entry.bodyHash !== bodyHash) return undefined;
      entries.set(commandId, entry);
      entry.listeners.add(take);
      waiting += 1;
      return () => {
        if (!entry.listeners.delete(take) || entries.get(commandId) !== entry) return;
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
