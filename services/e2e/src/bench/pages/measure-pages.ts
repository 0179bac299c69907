import { z } from 'zod';
import { launchBrowser } from '../../browser/browser.ts';
import { startLocalSystem } from '../../browser/local-system.ts';
import type { Person } from '../../browser/person.ts';
import { median } from '../measuring/measure.ts';
import { type LiveCost, measureLiveCost } from './live-cost.ts';
import { loadPage, type PageLoad } from './page-load.ts';
import { customer, staff } from './people.ts';

export type PagesSizes = { loads: number; liveSeconds: number };

/** Loads by page, medians; and what the front page costs while it is open. */
export type PagesFigures = { loads: Record<string, PageLoad>; live: LiveCost };

const orderShape = z.object({ order: z.object({ id: z.string() }) });
/** Something to show. */
const firstOrders = 20;

/** Measures the pages of a local system in a real browser. */
export async function measurePages(
  { loads, liveSeconds }: PagesSizes,
  log: (text: string) => void,
): Promise<PagesFigures> {
  const system = await startLocalSystem();
  const browser = await launchBrowser();
  const placeOrder = () => postOrder(system.url);
  const pages: [name: string, Person, path: () => Promise<string>][] = [
    ['/ as a customer', customer, async () => '/'],
    ['/ as staff', staff, async () => '/'],
    ['/kitchen/mix', staff, async () => '/kitchen/mix'],
    ['/orders/:id', customer, async () => `/orders/${await placeOrder()}`],
  ];
  try {
    await Promise.all(Array.from({ length: firstOrders }, placeOrder));
    const figures: Record<string, PageLoad> = {};
    for (const [name, person, path] of pages) {
      const taken: PageLoad[] = [];
      for (let i = 0; i < loads; i += 1) {
        taken.push(await loadPage(browser, `${system.url}${await path()}`, person));
      }
      figures[name] = mediansOf(taken);
      log(`  ${name}: LCP ${figures[name].largestPaint.toFixed(2)} s`);
    }
    log('  / open, 60 orders a minute');
    return { loads: figures, live: await measureLiveCost(browser, system.port, placeOrder, liveSeconds) };
  } finally {
    await browser.close();
    await system.clean();
  }
}

async function postOrder(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/workflows/cupcakes/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-cupcakery-user': customer.name,
      'x-cupcakery-roles': customer.role,
    },
    body: JSON.stringify({ details: { flavour: 'Vanilla', size: 'M', quantity: 6 } }),
  });
  return orderShape.parse(await answer.json()).order.id;
}

function mediansOf(loads: readonly PageLoad[]): PageLoad {
  const of = (name: keyof PageLoad) => median(loads.map((load) => load[name]));
  return {
    firstPaint: of('firstPaint'),
    largestPaint: of('largestPaint'),
    shifts: of('shifts'),
    kilobytes: of('kilobytes'),
  };
}
