/** An offset that only grows, as it was seen over time; bounded, and coarser the further it goes back. */
export type Series = {
  /** Times must not go back. A smaller value than before begins anew: the log or the group was reset. */
  push(at: number, value: number): void;
  /**
   * When the value passed `value` (ms), interpolated between two sightings: the time of a record from its offset.
   * Undefined when that was before the first sighting or has not happened.
   */
  passedAt(value: number): number | undefined;
  /** Growth per second over the last `windowMs`; undefined as long as less than `leastMs` were seen. */
  rate(windowMs: number, leastMs: number): number | undefined;
  /** Since when the value has not changed; undefined before the first sighting. */
  readonly restingSince: number | undefined;
  readonly last: number | undefined;
};

/** Sightings that are kept: an hour at five seconds, where of the older half every second one was dropped a few times. */
const capacity = 160;

export function createSeries(): Series {
  let times: number[] = [];
  let values: number[] = [];

  /** Of the older half every second sighting goes; the first stays, so that the reach is kept. */
  function thin(): void {
    const half = times.length >> 1;
    const keep = (_: number, i: number) => i === 0 || i >= half || i % 2 === 1;
    times = times.filter(keep);
    values = values.filter(keep);
  }

  /** Index of the last sighting for which `isBefore` holds; -1 when there is none. */
  function lastWhere(isBefore: (index: number) => boolean): number {
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(middle)) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  const timeAt = (index: number) => times[index] ?? 0;
  const valueAt = (index: number) => values[index] ?? 0;

  return {
    push(at, value) {
      if (value < (values.at(-1) ?? value)) {
        times = [];
        values = [];
      }
      const last = times.length - 1;
      // Of a rest only its two ends are kept.
      if (last >= 1 && value === valueAt(last) && value === valueAt(last - 1)) {
        times[last] = at;
        return;
      }
      times.push(at);
      values.push(value);
      if (times.length > capacity) thin();
    },
    passedAt(value) {
      const before = lastWhere((i) => valueAt(i) <= value);
      if (before < 0 || before === times.length - 1) return undefined;
      const [from, to] = [valueAt(before), valueAt(before + 1)];
      const share = (value + 1 - from) / (to - from);
      return timeAt(before) + share * (timeAt(before + 1) - timeAt(before));
    },
    rate(windowMs, leastMs) {
      const last = times.length - 1;
      if (last < 1) return undefined;
      const start = timeAt(last) - windowMs;
      const before = lastWhere((i) => timeAt(i) <= start);
      if (before < 0) {
        const seen = timeAt(last) - timeAt(0);
        return seen < leastMs ? undefined : ((valueAt(last) - valueAt(0)) / seen) * 1000;
      }
      const [t0, t1] = [timeAt(before), timeAt(before + 1)];
      const share = t1 > t0 ? (start - t0) / (t1 - t0) : 0;
      const then = valueAt(before) + share * (valueAt(before + 1) - valueAt(before));
      return ((valueAt(last) - then) / windowMs) * 1000;
    },
    get restingSince() {
      const last = times.length - 1;
      if (last < 0) return undefined;
      return last > 0 && valueAt(last) === valueAt(last - 1) ? timeAt(last - 1) : timeAt(last);
    },
    get last() {
      return values.at(-1);
    },
  };
}
