import type { Change } from '../log/change.ts';

/** What a subscriber gets: everything that matches, or what changed since the payload before. */
export type StreamPayload<T> = {
  kind: 'SNAPSHOT' | 'CHANGE';
  cursor: string;
  items: T[];
  removed: string[];
  /** Those of `removed` that still exist, as they are now. */
  gone: T[];
};

/** The part of a payload that is made of changes. */
export type PayloadContent<T> = Pick<StreamPayload<T>, 'items' | 'removed' | 'gone'>;

/** A change that concerns a subscriber: what it is about belongs to its selection, or leaves it. */
export type Effect<T> = { change: Change<T>; effect: 'in' | 'out' };

/** Changes that wait for a subscriber. Others share them: an entry costs a few machine words. */
export type EffectQueue<T> = {
  readonly length: number;
  /** Bytes of the records behind the entries. */
  readonly bytes: number;
  push(effect: Effect<T>): void;
  clear(): void;
  /**
   * Dequeues what fits into one payload. Nothing is ever in both `items` and `removed` of a payload, since a client could
   * not tell which came last: its other change begins the next payload.
   * @param max items in the payload
   * @param maySee whether the subscriber may see what no longer matches its filter
   * @param onDequeued called with each change, in order
   */
  dequeue(
    max: number,
    maySee: (item: T) => boolean,
    onDequeued: (change: Change<T>) => void,
  ): PayloadContent<T>;
};

export function createEffectQueue<T>(): EffectQueue<T> {
  let entries: Effect<T>[] = [];
  // The start moves instead of the entries: `shift` of a long queue copies it.
  let start = 0;
  let bytes = 0;
  return {
    get length() {
      return entries.length - start;
    },
    get bytes() {
      return bytes;
    },
    push(effect) {
      entries.push(effect);
      bytes += effect.change.bytes;
    },
    clear() {
      entries = [];
      start = 0;
      bytes = 0;
    },
    dequeue(max, maySee, onDequeued) {
      const items: T[] = [];
      const removed = new Map<string, T | null>();
      const last = new Map<string, 'in' | 'out'>();
      for (let entry = entries[start]; entry && items.length + removed.size < max; entry = entries[start]) {
        const { change, effect } = entry;
        if ((last.get(change.id) ?? effect) !== effect) break;
        last.set(change.id, effect);
        if (effect === 'out') removed.set(change.id, change.after);
        else if (change.after) items.push(change.after);
        start += 1;
        bytes -= change.bytes;
        onDequeued(change);
      }
      if (start === entries.length) this.clear();
      const gone = [...removed.values()].filter((item) => item !== null).filter(maySee);
      return { items, removed: [...removed.keys()], gone };
    },
  };
}
