import { checkLog, type Expectations, type Violation } from '../checker/check.ts';
import { waitForRest } from '../checker/lag.ts';
import { readLog } from '../checker/read-log.ts';
import type { Broker } from '../line/broker.ts';
import type { Line } from '../line/line.ts';

/** Waits for the line to come to rest, then reads all that was committed and checks it. */
export async function judge(
  line: Pick<Line, 'names'>,
  broker: Broker,
  expectations: Expectations,
  { restWithinMs = 45_000, signal }: { restWithinMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<Violation[]> {
  const violations = await waitForRest(broker.address, line.names, { withinMs: restWithinMs, signal });
  try {
    violations.push(...checkLog(await readLog(broker.address, line.names), expectations));
  } catch (error) {
    violations.push({
      rule: 'the log can be read to its end',
      detail: error instanceof Error ? error.message : String(error),
    });
  }
  return violations;
}
