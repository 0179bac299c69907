import { expect, test } from 'vitest';
import type { Workflow } from '../../lib/orders/order.ts';
import { eventWords, type OrderEvent } from './event-words.ts';

const workflow = { stages: [{ name: 'bake', done: 'baked', doing: 'baking' }] } as Workflow;
const event = (fields: Partial<OrderEvent>): OrderEvent =>
  ({ outcome: null, next: null, reason: null, rushed: null, held: null, ...fields }) as OrderEvent;

test.each([
  [{ type: 'STAGE_STARTED', stage: 'bake' }, 'Baking started'],
  [{ type: 'STAGE_STARTED', stage: 'glaze' }, 'Glaze started'],
  [{ type: 'STAGE_COMPLETED', stage: 'bake', next: 'ship' }, 'Baked, on to ship'],
  [{ type: 'STAGE_COMPLETED', stage: 'bake', outcome: 'approve' }, 'Baked: approve'],
  [{ type: 'STAGE_RECALLED', stage: 'bake', from: 'ship' }, 'Recalled to bake from ship'],
  [{ type: 'INCIDENT_OPENED', stage: 'bake', reason: 'cold oven' }, 'Stopped at bake: cold oven'],
  [{ type: 'ORDER_REDRIVEN', stage: 'bake', action: 'REWORK' }, 'Reworked from bake on'],
  [{ type: 'ORDER_MARKED', rushed: true, held: false }, 'Moved to the front, no longer on hold'],
  [{ type: 'ORDER_CANCELLED' }, 'Cancelled'],
] as const)('%j reads as a sentence', (fields, words) => {
  expect(eventWords(event(fields), workflow).words).toBe(words);
});
