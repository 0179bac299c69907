import type { Broker } from '../line/broker.ts';
import type { Line } from '../line/line.ts';
import { pause, WaitedInVain, waitFor } from '../line/wait.ts';
import type { Fault } from './plan.ts';

const readyWithinMs = 60_000;
/** How long a processor that shall stall may take to reach its step. */
const stallWithinMs = 12_000;

/**
 * Inflicts one fault and resolves when its victim is ready again.
 * @returns how it went, for the report; a stall whose step was not reached in time says so
 * @throws WaitedInVain when the victim does not come back
 */
export async function inflict(
  fault: Fault,
  line: Line,
  broker: Broker,
  signal?: AbortSignal,
): Promise<'done' | 'missed'> {
  switch (fault.kind) {
    case 'kill': {
      const service = line.service(fault.target);
      await service.kill(fault.signal, { restartAfterMs: fault.awayMs });
      await pause(fault.awayMs, signal);
      await service.ready(readyWithinMs, signal);
      return 'done';
    }
    case 'freeze': {
      const service = line.service(fault.target);
      service.freeze();
      try {
        await pause(fault.forMs, signal);
      } finally {
        service.thaw();
      }
      await service.ready(readyWithinMs, signal);
      return 'done';
    }
    case 'stall':
      return await stall(fault, line, signal);
    case 'broker-kill':
      await broker.killAndRestart(signal);
      await allReady(line, signal);
      return 'done';
    case 'broker-freeze':
      broker.freeze();
      try {
        await pause(fault.forMs, signal);
      } finally {
        broker.thaw();
      }
      await allReady(line, signal);
      return 'done';
  }
}

async function stall(
  { target, step, after, forMs }: Extract<Fault, { kind: 'stall' }>,
  line: Line,
  signal?: AbortSignal,
): Promise<'done' | 'missed'> {
  const service = line.service(target);
  await service.kill('SIGTERM', {
    nextEnv: { FAULT_STALL_AT: step, FAULT_STALL_AFTER: String(after) },
  });
  let reached = true;
  try {
    await waitFor(`${target} at ${step}`, () => service.isStopped(), {
      withinMs: stallWithinMs,
      everyMs: 20,
      signal,
    });
  } catch (error) {
    if (!(error instanceof WaitedInVain)) throw error;
    reached = false;
  }
  try {
    if (reached) await pause(forMs, signal);
    // It would still stop itself when it gets there, with nobody to wake it: begin anew without the stall.
    else await service.kill('SIGKILL');
  } finally {
    service.thaw();
  }
  await service.ready(readyWithinMs, signal);
  return reached ? 'done' : 'missed';
}

/** After the broker was away: every service that is not just being tormented is ready again. */
async function allReady(line: Line, signal?: AbortSignal): Promise<void> {
  const calm = [...line.services.values()].filter((s) => !s.name.startsWith('processor'));
  await Promise.all(calm.map((s) => s.ready(readyWithinMs, signal)));
}
