/** How far each partition was read, and the callers that wait for a position. */
export type ReadProgress = {
  advance(partition: number, position: number): void;
  /** Resolves once every partition stands at its target or behind it. */
  reach(targets: ReadonlyMap<number, number>): Promise<void>;
  positions(): Map<number, number>;
};

type Waiter = { partition: number; target: number; done(): void };

export function createReadProgress(): ReadProgress {
  const positions = new Map<number, number>();
  let waiters: Waiter[] = [];
  return {
    advance(partition, position) {
      positions.set(partition, position);
      waiters = waiters.filter((waiter) => {
        if (waiter.partition !== partition || waiter.target > position) return true;
        waiter.done();
        return false;
      });
    },
    async reach(targets) {
      await Promise.all(
        [...targets].map(([partition, target]) => {
          if ((positions.get(partition) ?? 0) >= target) return undefined;
          return new Promise<void>((done) => waiters.push({ partition, target, done }));
        }),
      );
    },
    positions: () => new Map(positions),
  };
}
