/** One record of a feed's log as subscribers see it. Shared by all of them and never modified. */
export type Change<T> = {
  partition: number;
  offset: number;
  /** When the record was written, ms since 1970. */
  timestamp: number;
  /** Names what has changed within the feed. */
  id: string;
  /** As it was before; `unknown` when a compacted or partial log does not show it. */
  before: T | undefined | 'unknown';
  /** As it is after; null when there is none any more. */
  after: T | null;
  /** Size of the record's value; the bounds of queues count it. */
  bytes: number;
  /** Of a change whose trace is recorded. */
  delivery?: Delivery;
};

/** To be notified when a change has reached a subscriber; only the first time counts. */
export type Delivery = { delivered(): void };
