import type { Snapshot } from '@cupcakery/workflow/contracts/snapshot';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleOrder } from '../http/openapi/examples.ts';
import { pageQuery } from '../http/workflow-api/page-query.ts';
import { cupcakes } from '../testing/cupcakes.ts';
import { pageOf } from './page.ts';

const example = exampleOrder(cupcakes);
function snapshot(id: string, minute: number): Snapshot {
  const placedAt = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  return { ...example, id, placedAt, memory: { recent: [] } };
}
const all = () => true;

describe('pageOf', () => {
  it('returns each order once, the newest first, in whatever order it finds them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5), { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        (minutes, first) => {
          const orders = minutes.map((minute, i) => snapshot(`o-${i}`, minute));
          const seen: string[] = [];
          let after: string | null = null;
          do {
            const page = pageOf(orders, pageQuery.parse({ first, ...(after ? { after } : {}) }), all);
            expect(page.orders.length).toBeLessThanOrEqual(first);
            seen.push(...page.orders.map((o) => `${o.placedAt} ${o.id}`));
            after = page.after;
          } while (after !== null);
          const wanted = orders
            .map((o) => `${o.placedAt} ${o.id}`)
            .sort()
            .reverse();
          expect(seen).toEqual(wanted);
        },
      ),
    );
  });

  it('returns only matching and visible orders', () => {
    const orders = [snapshot('a', 1), { ...snapshot('b', 2), stage: 'bake' }, snapshot('c', 3)];
    const ids = (query: object, visible = all) =>
      pageOf(orders, pageQuery.parse(query), visible).orders.map((o) => o.id);
    expect(ids({ stage: 'mix' })).toEqual(['c', 'a']);
    expect(ids({ status: 'finished' })).toEqual([]);
    expect(pageOf(orders, pageQuery.parse({}), (o) => o.id === 'a').orders.map((o) => o.id)).toEqual(['a']);
    expect(pageOf(orders, pageQuery.parse({}), all).orders[0]).not.toHaveProperty('memory');
  });

  it('rejects a malformed cursor', () => {
    expect(() => pageOf([], pageQuery.parse({ after: 'bm8' }), all)).toThrow(
      expect.objectContaining({ code: 'INVALID_CURSOR' }),
    );
  });
});
