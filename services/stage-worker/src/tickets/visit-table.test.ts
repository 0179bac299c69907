import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createVisitTable } from './visit-table.ts';

it('knows what a map knows, whatever is set and deleted in any order', () => {
  const step = fc.record({ key: fc.nat(40), visit: fc.integer({ min: 1, max: 9 }), isDelete: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const table = createVisitTable();
      const map = new Map<string, number>();
      for (const { key: n, visit, isDelete } of steps) {
        const key = `o-${n}/mix`;
        if (isDelete) {
          table.delete(key);
          map.delete(key);
        } else {
          table.set(key, visit);
          map.set(key, visit);
        }
        expect(table.get(key)).toBe(map.get(key) ?? 0);
      }
      expect(table.size).toBe(map.size);
    }),
  );
});

it('holds 100,000 keys, also after three times as many came and went', () => {
  const table = createVisitTable();
  const keyOf = (n: number) => `${n.toString(16).padStart(20, '0')}-0badcafe/decorate`;
  for (let n = 0; n < 300_000; n++) {
    table.set(keyOf(n), (n % 5) + 1);
    if (n >= 100_000) table.delete(keyOf(n - 100_000));
  }
  expect(table.size).toBe(100_000);
  let wrong = 0;
  for (let n = 0; n < 300_000; n++) if (table.get(keyOf(n)) !== (n < 200_000 ? 0 : (n % 5) + 1)) wrong += 1;
  expect(wrong).toBe(0);
});
