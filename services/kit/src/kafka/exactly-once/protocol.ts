/**
 * The decisions of the exactly-once protocol on which everything depends. The processor calls them through this type,
 * so that a fault test can inject a wrong one; the product itself always has these.
 */
export type Protocol = {
  /** One id per input partition: the next owner fences the last one by it. */
  transactionalId(group: string, partition: number): string;
  /** Fences, then reads: what was committed before the fence is complete then, and nothing can follow it. */
  open<T>(fence: () => Promise<void>, read: () => Promise<T>): Promise<T>;
  /**
   * The offset that a batch commits.
   * @param last offset of the batch's last command
   * @param next where the next command may lie, past `last` and past markers behind it
   */
  offsetAfter(last: number, next: number): number;
};

export const protocol: Protocol = {
  transactionalId: (group, partition) => `${group}-${partition}`,
  async open(fence, read) {
    await fence();
    return read();
  },
  offsetAfter: (_last, next) => next,
};
