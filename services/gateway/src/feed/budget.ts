/** Someone who keeps frames for sockets that are behind. */
export type Holder = {
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
  enlist(holder: Holder): () => void;
};

export function createBudget(max: number): Budget {
  const holders = new Set<Holder>();
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
        let largest: Holder | undefined;
        for (const holder of holders) if (holder.bytes > (largest?.bytes ?? 0)) largest = holder;
        if (!largest) return;
        largest.shed();
      }
    },
    enlist(holder) {
      holders.add(holder);
      return () => holders.delete(holder);
    },
  };
}
