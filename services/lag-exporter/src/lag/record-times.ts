/** Where a record lies. */
export type RecordPosition = { topic: string; partition: number; offset: number };

/** Times of records that were read because the observed ends of the log do not reach back to them. */
export type RecordTimes = {
  /** Begins a collection: positions that are not requested until `endCollection` are dropped. */
  beginCollection(): void;
  /** The time of a record, ms; if unknown it becomes pending. `behind`: offsets between it and the log's end. */
  timeOf(position: RecordPosition, behind: number): number | undefined;
  /** Positions whose time is to be read, the furthest behind first. */
  pending(max: number): RecordPosition[];
  /** `timestamp` undefined: there is no record at or behind that offset (only markers of transactions). */
  record(position: RecordPosition, timestamp: number | undefined): void;
  endCollection(): void;
};

/** A group that stands still needs the same record in every collection; it is read once. */
export function createRecordTimes(): RecordTimes {
  let known = new Map<string, number | undefined>();
  let stillNeeded = new Map<string, number | undefined>();
  let pending: { position: RecordPosition; behind: number }[] = [];
  const keyOf = ({ topic, partition, offset }: RecordPosition) => `${topic}/${partition}@${offset}`;
  return {
    beginCollection() {
      stillNeeded = new Map();
      pending = [];
    },
    timeOf(position, behind) {
      const key = keyOf(position);
      if (!known.has(key)) {
        pending.push({ position, behind });
        return undefined;
      }
      const time = known.get(key);
      stillNeeded.set(key, time);
      return time;
    },
    pending: (max) =>
      pending
        .toSorted((a, b) => b.behind - a.behind)
        .slice(0, max)
        .map(({ position }) => position),
    record(position, timestamp) {
      known.set(keyOf(position), timestamp);
    },
    endCollection() {
      known = stillNeeded;
    },
  };
}
