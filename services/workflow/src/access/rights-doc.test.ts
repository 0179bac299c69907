import { expect, it } from 'vitest';
import { currentRights } from '../testing/rights-doc.ts';

it('is in the README as it is in the code (node services/workflow/src/testing/rights-doc.ts)', () => {
  const { present, wanted } = currentRights();
  expect(present).toBe(wanted);
});
