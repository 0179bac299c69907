import type { Caller } from './caller.ts';

/** What became of an honest caller's orders: how many were taken, and the status of each that was not. */
export type Served = { taken: number; refused: number[] };

/**
 * Places one order after another while `attack` runs, and at least one after its end: whoever is served only before an
 * attack is not served.
 */
export async function servedDuring(
  honest: Caller,
  orders: string,
  attack: () => Promise<void>,
): Promise<Served> {
  const served: Served = { taken: 0, refused: [] };
  let ended = false;
  const attacking = attack().finally(() => {
    ended = true;
  });
  for (let last = false; !last; ) {
    last = ended;
    const { status } = await honest.post(orders, { details: { flavour: 'Lemon', size: 'M', quantity: 1 } });
    if (status === 201) served.taken += 1;
    else served.refused.push(status);
  }
  await attacking;
  return served;
}
