/** A running mean; null without values. */
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
