import { evolveOrder } from '@cupcakery/workflow/decider/evolve';
import { describe, expect, it } from 'vitest';
import { cupcakes } from '../../testing/cupcakes.ts';
import { exampleOrder } from '../openapi/examples.ts';
import { acknowledgment, durationInWords, legacyOrder } from './legacy-order.ts';

const placed = exampleOrder(cupcakes);

describe('the legacy order', () => {
  it('has the old names, then the new fields', () => {
    const at = '2026-03-02T09:00:30.000Z';
    const mixed = evolveOrder(placed, {
      type: 'StageCompleted',
      orderId: placed.id,
      version: 2,
      by: 'ann',
      at,
      stage: 'mix',
      next: 'bake',
    });
    const legacy = legacyOrder(cupcakes, mixed);
    expect(Object.keys(legacy).slice(0, 15)).toEqual([
      ...['Id', 'Flavour', 'Size', 'Quantity', 'CreatedOn', 'MixedBy', 'MixedOn', 'BakedBy', 'BakedOn'],
      ...['DecoratedBy', 'DecoratedOn', 'PackagedBy', 'PackagedOn', 'ShippedBy', 'ShippedOn'],
    ]);
    expect(legacy).toMatchObject({
      MixedBy: 'ann',
      MixedOn: at,
      BakedBy: null,
      status: 'open',
      stage: 'bake',
    });
  });

  it('does not name the worker of a stage before it is done', () => {
    const base = { orderId: placed.id, version: 2, by: 'ann', at: placed.placedAt };
    const started = evolveOrder(placed, { ...base, type: 'StageStarted', stage: 'mix' });
    expect(legacyOrder(cupcakes, started)).toMatchObject({ MixedBy: null, MixedOn: null });
  });

  it('acknowledges with the promised time in words', () => {
    expect(acknowledgment('Cupcakes', placed)).toBe(
      'Thank you. Your order of Cupcakes is placed and promised within 10 minutes, by 09:10 UTC on 2 March 2026.',
    );
    expect([1, 90, 60, 7200, 172_800].map(durationInWords)).toEqual([
      '1 second',
      '90 seconds',
      '1 minute',
      '2 hours',
      '2 days',
    ]);
  });
});
