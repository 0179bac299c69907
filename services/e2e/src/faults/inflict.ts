import type { Broker } from '../test-system/broker.ts';
import type { TestSystem } from '../test-system/test-system.ts';
import { pause, WaitTimeout, waitFor } from '../tools/wait.ts';
import { inflictOnNode } from './inflict-on-node.ts';
import type { Fault } from './plan.ts';

const readyWithinMs = 60_000;
/** How long a processor that is to stall may take to reach its step. */
const stallWithinMs = 12_000;

/**
 * Inflicts one fault and resolves when its victim is ready again.
 * @returns the outcome for the report: `missed` for a stall whose step was not reached in time
 * @throws WaitTimeout when the victim does not come back
 */
export async function inflict(
  fault: Fault,
  system: TestSystem,
  broker: Broker,
  signal?: AbortSignal,
): Promise<'done' | 'missed'> {
  switch (fault.kind) {
    case 'kill': {
      const service = system.service(fault.target);
      await service.kill(fault.signal, { restartAfterMs: fault.awayMs });
      await pause(fault.awayMs, signal);
      await service.ready(readyWithinMs, signal);
      return 'done';
    }
    case 'freeze': {
      const service = system.service(fault.target);
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
      return await stall(fault, system, signal);
    case 'broker-kill':
      await broker.killAndRestart(signal);
      await allReady(system, signal);
      return 'done';
    case 'node-kill':
    case 'node-freeze':
    case 'leaders-move':
    case 'too-few-in-sync':
      if (!broker.cluster) throw new Error(`${fault.kind} needs several brokers`);
      await inflictOnNode(fault, system, broker.cluster, signal);
      await allReady(system, signal);
      return 'done';
    case 'broker-freeze':
      broker.freeze();
      try {
        await pause(fault.forMs, signal);
      } finally {
        broker.thaw();
      }
      await allReady(system, signal);
      return 'done';
  }
}

async function stall(
  { target, step, after, forMs }: Extract<Fault, { kind: 'stall' }>,
  system: TestSystem,
  signal?: AbortSignal,
): Promise<'done' | 'missed'> {
  const service = system.service(target);
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
    if (!(error instanceof WaitTimeout)) throw error;
    reached = false;
  }
  try {
    if (reached) await pause(forMs, signal);
    // It would still stop itself when it gets there, with nothing to wake it: restart it without the stall.
    else await service.kill('SIGKILL');
  } finally {
    service.thaw();
  }
  await service.ready(readyWithinMs, signal);
  return reached ? 'done' : 'missed';
}

/** After the broker was down: every service that is not itself the target of a fault is ready again. */
async function allReady(system: TestSystem, signal?: AbortSignal): Promise<void> {
  const undisturbed = [...system.services.values()].filter((s) => !s.name.startsWith('processor'));
  await Promise.all(undisturbed.map((s) => s.ready(readyWithinMs, signal)));
}
