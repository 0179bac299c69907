import { expect, it } from 'vitest';
import { createCommitFailures } from './commit-failures.ts';

it('logs commits that are refused for seconds, then once a minute, and not those of a rebalance', () => {
  const failures = createCommitFailures();
  const logged = (count: number) =>
    Array.from({ length: count }, (_, i) => [failures.failed(), i + 1] as const)
      .filter(([isLogged]) => isLogged)
      .map(([, n]) => n);
  expect(logged(29)).toEqual([]);
  failures.succeeded();
  expect(logged(1300)).toEqual([30, 630, 1230]);
});
