/** Sockets whose caller is not known yet: a small pool of their own, shared fairly by address. */
export type PendingPool = {
  /** Whether one more from that address would get a place. */
  hasRoom(address: string): boolean;
  /**
   * Takes a place for a socket; returns the function that gives it back. When the pool is full, the socket that has
   * waited longest of the address that holds most is evicted.
   * @param evict called when the place is needed for another one
   */
  add(address: string, evict: () => void): () => void;
  readonly size: number;
};

type Place = { evict: () => void; since: number };

/** A client sends its credentials at once: the socket that has waited so long is worth less than one that comes. */
const worthlessAfterMs = 2000;

/** @param now ms of any clock */
export function createPendingPool(max: number, now: () => number): PendingPool {
  /** By address, each in order of arrival. */
  const places = new Map<string, Set<Place>>();
  let size = 0;

  function remove(address: string, place: Place): boolean {
    const own = places.get(address);
    if (!own?.delete(place)) return false;
    if (own.size === 0) places.delete(address);
    size -= 1;
    return true;
  }

  /** Whose place one more from that address may take; undefined: nobody's. */
  function victimFor(newcomer: string): { address: string; place: Place } | undefined {
    let most: { address: string; own: Set<Place> } | undefined;
    for (const [address, own] of places) if (!most || own.size > most.own.size) most = { address, own };
    if (!most) return undefined;
    const { address, own } = most;
    const [place] = own;
    if (!place) return undefined;
    const isFair = own.size > (places.get(newcomer)?.size ?? 0);
    return isFair || now() - place.since >= worthlessAfterMs ? { address, place } : undefined;
  }

  return {
    get size() {
      return size;
    },
    hasRoom: (address) => size < max || victimFor(address) !== undefined,
    add(address, evict) {
      const victim = size < max ? undefined : victimFor(address);
      if (victim) {
        remove(victim.address, victim.place);
        victim.place.evict();
      }
      const place = { evict, since: now() };
      const own = places.get(address) ?? new Set();
      places.set(address, own.add(place));
      size += 1;
      return () => void remove(address, place);
    },
  };
}
