/** Someone who keeps frames for sockets that are behind. */
export type BudgetHolder = {
  readonly bytes: number;
  /** Gives up its oldest frame, and with it the sockets that have not taken it. */
  shed(): void;
};

/** Bounds the bytes that all channels keep together; over it, whoever keeps most gives up its oldest first. */
export type Budget = {
  readonly bytes: number;
  /** Counts bytes that a holder has taken up, or has given back (negative). */
  count(bytes: number): void;
  /** Brings the sum below the bound. */
  relieve(): void;
  register(holder: BudgetHolder): () => void;
};

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
