/** A growing offset as observed over time; bounded, and coarser the further it goes back. */
export type Series = {
  /** Times must not go back. A value smaller than the last one restarts the series: the log or the group was reset. */
  push(at: number, value: number): void;
  /**
   * When the offset `value` was passed (ms), interpolated between two observations: the time of the record there.
   * Undefined if that was before the first observation or has not happened.
   */
  timeOfOffset(value: number): number | undefined;
  /** Growth per second over the last `windowMs`; undefined while less than `minSpanMs` was observed. */
  rate(windowMs: number, minSpanMs: number): number | undefined;
  /** Since when the value has not changed; undefined before the first observation. */
  readonly unchangedSince: number | undefined;
  readonly last: number | undefined;
};

/** Observations kept: an hour at one in five seconds, the older half thinned out a few times. */
const capacity = 160;

export function createSeries(): Series {
  let times: number[] = [];
  let values: number[] = [];

  /** Drops every second observation of the older half, except the first, so that the reach stays the same. */
  function thin(): void {
    const half = times.length >> 1;
    const keep = (_: number, i: number) => i === 0 || i >= half || i % 2 === 1;
    times = times.filter(keep);
    values = values.filter(keep);
  }

  /** Index of the last observation for which `isBefore` holds; -1 when there is none. */
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
      // Of a time without change only the two ends are kept.
      if (last >= 1 && value === valueAt(last) && value === valueAt(last - 1)) {
        times[last] = at;
        return;
      }
      times.push(at);
      values.push(value);
      if (times.length > capacity) thin();
    },
    timeOfOffset(value) {
      const before = lastWhere((i) => valueAt(i) <= value);
      if (before < 0 || before === times.length - 1) return undefined;
      const [from, to] = [valueAt(before), valueAt(before + 1)];
      const fraction = (value + 1 - from) / (to - from);
      return timeAt(before) + fraction * (timeAt(before + 1) - timeAt(before));
    },
    rate(windowMs, minSpanMs) {
      const last = times.length - 1;
      if (last < 1) return undefined;
      const start = timeAt(last) - windowMs;
      const before = lastWhere((i) => timeAt(i) <= start);
      if (before < 0) {
        const seen = timeAt(last) - timeAt(0);
        return seen < minSpanMs ? undefined : ((valueAt(last) - valueAt(0)) / seen) * 1000;
      }
      const [t0, t1] = [timeAt(before), timeAt(before + 1)];
      const fraction = t1 > t0 ? (start - t0) / (t1 - t0) : 0;
      const then = valueAt(before) + fraction * (valueAt(before + 1) - valueAt(before));
      return ((valueAt(last) - then) / windowMs) * 1000;
    },
    get unchangedSince() {
      const last = times.length - 1;
      if (last < 0) return undefined;
      return last > 0 && valueAt(last) === valueAt(last - 1) ? timeAt(last - 1) : timeAt(last);
    },
    get last() {
      return values.at(-1);
    },
  };
}
