/** A mean that grows value by value; null of nothing. */
export type Mean = { add(value: number): void; readonly value: number | null };

export function createMean(): Mean {
  let sum = 0;
  let count = 0;
  return {
    add(value) {
      sum += value;
      count += 1;
    },
    get value() {
      return count === 0 ? null : sum / count;
    },
  };
}

/** Seconds between two times as orders carry them; never negative, for clocks differ a little. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;
}
