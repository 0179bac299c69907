import { checkLog } from '@cupcakery/e2e/checker/check';
import { readLog } from '@cupcakery/e2e/checker/read-log';
import { waitForRest } from '@cupcakery/e2e/checker/wait-for-rest';
import { type Load, type LoadOptions, startLoad } from '@cupcakery/e2e/load/load';
import { addPromises, noPromises } from '@cupcakery/e2e/load/promises';
import { workflowNames } from '@cupcakery/e2e/test-system/workflow';
import { stringify } from 'yaml';
import type { Values } from '../../../charts/rendering/helm.ts';
import { type Shop, urlOf } from '../shop/shop.ts';

let runs = 0;
/** Loads that are not stopped: those of a failed test would continue through all later tests. */
const running = new Set<Load>();

/** Stops the loads that a failed test has left running. */
export async function stopOrders(): Promise<void> {
  await Promise.all([...running].map((load) => load.stop()));
}

/** Everything that order-api has promised in this cluster's life: the checker checks the whole log. */
const all = noPromises();

/** Records an order that was placed outside the load. */
export const recordPlaced = (key: string, id: string): void => void all.placed.set(key, id);

/** Places orders for cupcakes at a steady rate, through the service as a caller in the cluster would. */
export async function startOrders(
  shop: Shop,
  perSecond: number,
  more: Pick<LoadOptions, 'cancels' | 'canPlace'> = {},
): Promise<Load> {
  runs += 1;
  const load = startLoad({
    url: await urlOf('cupcakery-order-api', 8081),
    workflow: 'cupcakes',
    runId: `load-${runs}`,
    perSecond,
    ...more,
    details: (n) => ({ flavour: ['Vanilla', 'Lemon'][n % 2], size: 'M', quantity: 1 + (n % 12) }),
    headers: async () => ({ authorization: `Bearer ${await shop.issuer.token('admin')}` }),
  });
  const followed: Load = {
    promises: load.promises,
    get longestGapMs() {
      return load.longestGapMs;
    },
    async stop(withinMs) {
      running.delete(followed);
      const promises = await load.stop(withinMs);
      addPromises(all, promises);
      return promises;
    },
  };
  running.add(followed);
  return followed;
}

/** Waits until every group has committed all, then checks the log against what was promised: [] when nothing is lost or doubled. */
export async function assertInvariants(shop: Shop, workflow: Values, withinMs = 240_000): Promise<string[]> {
  const names = workflowNames(stringify(workflow));
  const late = await waitForRest(shop.kafka.address, names, { withinMs });
  const violations = [...late, ...checkLog(await readLog(shop.kafka.address, names), { promises: all })];
  return violations.map(({ rule, detail }) => `${rule}: ${detail}`);
}
