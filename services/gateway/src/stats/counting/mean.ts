/** A running mean of durations; null without any. */
export type Mean = {
  add(seconds: number): void;
  /** So long already, and not over yet. */
  addOpen(seconds: number): void;
  readonly value: number | null;
};

/**
 * A mean that does not look good because the worst cases are not over: an open duration counts with what it has lasted
 * so far, once that is longer than the mean of those that are over. Shorter ones say nothing yet.
 */
export function createMeanWithOpen(): Mean {
  let sum = 0;
  let count = 0;
  const open: number[] = [];
  return {
    add(seconds) {
      sum += seconds;
      count += 1;
    },
    addOpen: (seconds) => void open.push(seconds),
    get value() {
      const mean = count === 0 ? 0 : sum / count;
      const longer = open.filter((seconds) => seconds > mean);
      if (count + longer.length === 0) return null;
      return longer.reduce((total, seconds) => total + seconds, sum) / (count + longer.length);
    },
  };
}
