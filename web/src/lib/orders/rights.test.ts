import { expect, test } from 'vitest';
import type { Workflow } from './order.ts';
import { isStaff, mayWorkAt } from './rights.ts';

const workflow = { stages: [{ role: 'mixer' }, { role: 'baker' }] } as Workflow;

test.each([
  [['customer'], false, false],
  [['mixer'], true, false],
  [['baker'], true, true],
  [['sre'], true, false],
  [['admin'], true, true],
])('%j: staff %s, may bake %s', (roles, staff, bakes) => {
  expect(isStaff({ roles }, workflow)).toBe(staff);
  expect(mayWorkAt({ roles }, { role: 'baker' })).toBe(bakes);
});
