/** What order-api has promised, for the checker to compare. */
export type Promises = {
  /** Acknowledged order id by idempotency key. */
  placed: Map<string, string>;
  /** Answers to cancels: `true` the order is cancelled, `false` it was refused. */
  cancelled: Map<string, boolean>;
  /** Requests that never got a decision. */
  unsettled: string[];
  /** Answers that do not fit their request. */
  wrong: string[];
  /** Requests that had to be repeated, and how often for which reason. */
  repeats: number;
  repeatedFor: Map<string, number>;
};

/** The promises of a load that has not started. */
export function noPromises(): Promises {
  return {
    placed: new Map(),
    cancelled: new Map(),
    unsettled: [],
    wrong: [],
    repeats: 0,
    repeatedFor: new Map(),
  };
}

/** Adds the promises of one load to those of several. */
export function addPromises(all: Promises, more: Promises): void {
  for (const [key, id] of more.placed) all.placed.set(key, id);
  for (const [id, yes] of more.cancelled) all.cancelled.set(id, yes);
  all.unsettled.push(...more.unsettled);
  all.wrong.push(...more.wrong);
}
