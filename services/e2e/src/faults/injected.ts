import type { InjectedFault, ProtocolStep } from '@cupcakery/kit/kafka/exactly-once/faults';
import { assertInvariants } from '../checker/assert-invariants.ts';
import type { Violation } from '../checker/violation.ts';
import { type Load, startLoad } from '../load/load.ts';
import type { Broker } from '../test-system/broker.ts';
import { startTestSystem, type TestSystem } from '../test-system/test-system.ts';
import { fastWorkflow } from '../test-system/workflow.ts';
import { pause, waitFor } from '../tools/wait.ts';

type Scenario = (system: TestSystem, load: Load, faultEnv: Record<string, string>) => Promise<void>;

/** The session (10 s), the join that ends with it, and the opening. */
const takeOverWithinMs = 40_000;

/**
 * What provokes each fault for certain. One partition, so that there is one owner:
 * - no-fencing: the owner stalls with decided commands in flight, another takes over and decides them too, the old
 *   owner wakes and commits.
 * - read-before-fencing: the owner stalls in the same way; the new one stalls once it has read; the old one wakes
 *   and commits; the new one goes on with what it has read.
 * - offset-without-one: any command.
 */
const scenarios: Record<InjectedFault, Scenario> = {
  async 'no-fencing'(system, load, faultEnv) {
    const old = await stalledOwner(system, load, faultEnv);
    await system.add('processor-1', 'order-processor', { INSTANCE_ID: 'processor-1', ...faultEnv });
    await progress(load, 5);
    old.thaw();
    await old.ready(takeOverWithinMs);
    await progress(load, 5);
  },
  async 'read-before-fencing'(system, load, faultEnv) {
    const old = await stalledOwner(system, load, faultEnv);
    const successor = await system.add('processor-1', 'order-processor', {
      INSTANCE_ID: 'processor-1',
      ...stallAt('offset-read', 0),
      ...faultEnv,
    });
    await waitFor('the new owner has read', () => successor.isStopped(), { withinMs: takeOverWithinMs });
    old.thaw();
    // The old owner needs milliseconds to commit or to be fenced; neither is reliably visible from outside.
    await pause(1500);
    successor.thaw();
    await successor.ready(takeOverWithinMs);
    await progress(load, 5);
  },
  async 'offset-without-one'(system, load, faultEnv) {
    await system.add('processor-0', 'order-processor', { INSTANCE_ID: 'processor-0', ...faultEnv });
    await progress(load, 10);
  },
};

/** Plays a fault's scenario with or without the injected fault; returns what the checker found. */
export async function playScenario(
  fault: InjectedFault,
  injected: boolean,
  { dir, broker, name }: { dir: string; broker: Broker; name: string },
): Promise<Violation[]> {
  const workflow = fastWorkflow(name);
  const system = await startTestSystem({ dir, broker, workflow, partitions: 1, processors: 0, workers: 1 });
  try {
    const load = startLoad({ url: system.url, workflow: name, runId: name, perSecond: 15, cancels: false });
    try {
      await scenarios[fault](system, load, injected ? { FAULT_PLANTED: fault } : {});
    } finally {
      await load.stop();
    }
    return await assertInvariants(
      system,
      broker,
      { promises: load.promises },
      { restWithinMs: injected ? 8000 : 30_000 },
    );
  } finally {
    await system.stop();
  }
}

const stallAt = (step: ProtocolStep, after: number) => ({
  FAULT_STALL_AT: step,
  FAULT_STALL_AFTER: String(after),
});

/** Starts the first owner and waits until it has stopped itself with commands in flight. */
async function stalledOwner(system: TestSystem, load: Load, faultEnv: Record<string, string>) {
  const env = { INSTANCE_ID: 'processor-0', ...stallAt('begun', 20), ...faultEnv };
  const owner = await system.add('processor-0', 'order-processor', env);
  await waitFor('the first owner stalls', () => owner.isStopped(), { withinMs: 30_000 });
  await progress(load, 0);
  return owner;
}

/** Waits until so many more orders are acknowledged: commands are decided. */
async function progress(load: Load, more: number): Promise<void> {
  const wanted = load.promises.placed.size + more;
  await waitFor(`${more} more orders`, () => load.promises.placed.size >= wanted, {
    withinMs: takeOverWithinMs,
  });
}
