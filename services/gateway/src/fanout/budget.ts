/** A channel, as far as it keeps frames for sockets that are behind. */
export type BudgetHolder = {
  readonly bytes: number;
  /** Drops its oldest frame, and with it the sockets that have not got it. */
  shed(): void;
};

/** Bounds the bytes that all channels keep together; over it, the channel that keeps most drops its oldest first. */
export type Budget = {
  readonly bytes: number;
  /** Counts bytes that a holder has added, or dropped (negative). */
  count(bytes: number): void;
  /** Brings the sum within the bound. */
  relieve(): void;
  /** Adds a holder; returns the function that removes it. */
  register(holder: BudgetHolder): () => void;
};

/** @param max bytes */
export function createBudget(max: number): Budget {
  const holders = new Set<BudgetHolder>();
  let sum = 0;
  return {
    get bytes() {
      return sum;
    },
    count(bytes) {
      sum += bytes;
    },
    relieve() {
      while (sum > max) {
        let largest: BudgetHolder | undefined;
        for (const holder of holders) if (holder.bytes > (largest?.bytes ?? 0)) largest = holder;
        if (!largest) return;
        largest.shed();
      }
    },
    register(holder) {
      holders.add(holder);
      return () => holders.delete(holder);
    },
  };
}
