import { evolveOrder } from '@cupcakery/workflow/decider/evolve';
import { describe, expect, it } from 'vitest';
import { exampleOrder } from '../http/openapi/examples.ts';
import { cupcakes } from '../testing/cupcakes.ts';
import { asPlaced } from './as-placed.ts';

describe('asPlaced', () => {
  it('is the order of the first answer, however far it has got', () => {
    const placed = exampleOrder(cupcakes);
    const base = { orderId: placed.id, by: 'mia', at: '2026-03-02T09:01:00.000Z' };
    const mixed = evolveOrder(placed, {
      ...base,
      version: 2,
      type: 'StageCompleted',
      stage: 'mix',
      next: 'bake',
    });
    const cancelled = evolveOrder(mixed, { ...base, version: 3, type: 'OrderCancelled' });
    expect(cancelled).not.toEqual(placed);
    expect(asPlaced(cancelled)).toEqual(placed);
    expect(JSON.stringify(asPlaced(cancelled))).toBe(JSON.stringify(asPlaced(placed)));
  });
});
