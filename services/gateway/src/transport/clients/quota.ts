/** Counts what each key holds: at most `max` each. */
export type Quota = {
  /** Acquires one more for the key; returns the function that releases it, undefined when it has as many as allowed. */
  acquire(key: string): (() => void) | undefined;
  hasRoom(key: string): boolean;
};

export function createQuota(max: number): Quota {
  const held = new Map<string, number>();
  const hasRoom = (key: string) => (held.get(key) ?? 0) < max;
  return {
    hasRoom,
    acquire(key) {
      if (!hasRoom(key)) return undefined;
      held.set(key, (held.get(key) ?? 0) + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (held.get(key) ?? 1) - 1;
        if (left > 0) held.set(key, left);
        else held.delete(key);
      };
    },
  };
}
