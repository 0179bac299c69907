import type { Broker } from '../test-system/broker.ts';
import type { TestSystem } from '../test-system/test-system.ts';
import { checkLog, type Expectations } from './check.ts';
import { readLog } from './read-log.ts';
import type { Violation } from './violation.ts';
import { waitForRest } from './wait-for-rest.ts';

/**
 * Waits for the system to come to rest, then reads all that was committed and checks it.
 * @returns every invariant that does not hold, none of a clean run; never throws for what it finds
 */
export async function assertInvariants(
  system: Pick<TestSystem, 'names'>,
  broker: Broker,
  expectations: Expectations,
  { restWithinMs = 45_000, signal }: { restWithinMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<Violation[]> {
  const violations = await waitForRest(broker.address, system.names, { withinMs: restWithinMs, signal });
  try {
    violations.push(...checkLog(await readLog(broker.address, system.names), expectations));
  } catch (error) {
    violations.push({
      rule: 'the log can be read to its end',
      detail: error instanceof Error ? error.message : String(error),
    });
  }
  return violations;
}
