import { expect, test } from 'vitest';
import type { Workflow } from '../../lib/orders/order.ts';
import { eventWords, type OrderEvent, personWords } from './event-words.ts';

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

const names = new Map([['0f', 'Mixer left']]);
test.each([
  [{ by: 'Ann', actor: { sub: 'ann', via: 'board:0f' } }, 'Ann, at Mixer left'],
  [{ by: 'Ann', actor: { sub: 'ann', via: 'board:77' } }, 'Ann, at a wall screen'],
  [{ by: 'Mixer left', actor: { sub: 'board:0f', via: null } }, 'Mixer left'],
  [{ by: 'Ann', actor: { sub: 'local', via: 'as' } }, 'Ann, entered by local'],
  [{ by: 'Ann', actor: { sub: 'ann', via: null } }, 'Ann'],
])('%j is who did it', (event, words) => {
  expect(personWords(event, names)).toBe(words);
});
