import { createSemaphore, type Semaphore } from '@cupcakery/kit/tools/semaphore';

/** Lets at most so many readers in at once, and of each client fewer: nobody waits behind the many of somebody else. */
export type FairReaders = {
  /** Resolves with the function that releases the slot; calling it again does nothing. */
  acquire(client: string): Promise<() => void>;
};

/**
 * @param slots for all readers
 * @param slotsOfClient for those of one
 */
export function createFairReaders(slots: number, slotsOfClient: number): FairReaders {
  const all = createSemaphore(slots);
  const clients = new Map<string, { turn: Semaphore; users: number }>();

  function leave(client: string): void {
    const entry = clients.get(client);
    if (!entry) return;
    entry.users -= 1;
    if (entry.users === 0) clients.delete(client);
  }

  return {
    async acquire(client) {
      const entry = clients.get(client) ?? { turn: createSemaphore(slotsOfClient), users: 0 };
      clients.set(client, entry);
      entry.users += 1;
      const endTurn = await entry.turn.acquire();
      const release = await all.acquire();
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        release();
        endTurn();
        leave(client);
      };
    },
  };
}
