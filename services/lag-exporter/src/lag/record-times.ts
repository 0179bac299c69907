export type Place = { topic: string; partition: number; offset: number };

/** Times of records that were read because no sighting of the log reaches back to them. */
export type RecordTimes = {
  /** Begins a collection: what nobody asks for until `end` is forgotten. */
  begin(): void;
  /** The time of a record, ms; unknown ones are noted as wanted. `behind` says how far behind the end it lies. */
  timeOf(place: Place, behind: number): number | undefined;
  wanted(max: number): Place[];
  /** `timestamp` undefined: there is no record at or behind that offset (only markers of transactions). */
  learn(place: Place, timestamp: number | undefined): void;
  end(): void;
};

/** A group that stands still asks for the same record again and again; it is read once. */
export function createRecordTimes(): RecordTimes {
  let known = new Map<string, number | undefined>();
  let stillAsked = new Map<string, number | undefined>();
  let wanted: { place: Place; behind: number }[] = [];
  const keyOf = ({ topic, partition, offset }: Place) => `${topic}/${partition}@${offset}`;
  return {
    begin() {
      stillAsked = new Map();
      wanted = [];
    },
    timeOf(place, behind) {
      const key = keyOf(place);
      if (!known.has(key)) {
        wanted.push({ place, behind });
        return undefined;
      }
      const time = known.get(key);
      stillAsked.set(key, time);
      return time;
    },
    wanted: (max) =>
      wanted
        .toSorted((a, b) => b.behind - a.behind)
        .slice(0, max)
        .map(({ place }) => place),
    learn(place, timestamp) {
      known.set(keyOf(place), timestamp);
    },
    end() {
      known = stillAsked;
    },
  };
}
