import { expect, test } from 'vitest';
import type { Workflow } from './order.ts';
import { ownBoardOf } from './own-board.ts';

const stages = [
  { name: 'mix', role: 'mixer', retired: false },
  { name: 'chill', role: 'mixer', retired: true },
  { name: 'bake', role: 'baker', retired: false },
] as Workflow['stages'];

test.each([
  [['mixer'], 'mix'],
  [['baker', 'customer'], 'bake'],
  [['mixer', 'baker'], undefined],
  [['customer'], undefined],
  [['w:board:bake'], 'bake'],
  [['sre'], undefined],
  [['admin', 'baker'], undefined],
])('%j begins at %s', (roles, name) => {
  expect(ownBoardOf({ roles }, { name: 'w', stages })).toBe(name);
});
