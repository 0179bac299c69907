import type { InjectedFault, ProtocolStep } from '@cupcakery/kit/kafka/exactly-once/faults';
import type { Violation } from '../checker/check.ts';
import type { Broker } from '../line/broker.ts';
import { type Line, startLine } from '../line/line.ts';
import { type Load, startLoad } from '../line/load.ts';
import { pause, waitFor } from '../line/wait.ts';
import { fastWorkflow } from '../line/workflow.ts';
import { judge } from './judge.ts';

type Scenario = (line: Line, load: Load, planted: Record<string, string>) => Promise<void>;

/** The session (10 s), the join that ends with it, and the opening. */
const takeOverWithinMs = 40_000;

/**
 * What provokes each fault for certain. One partition, so that there is one owner:
 * - no-fencing: the owner stalls with decided commands in hand, another takes over and decides them too, the old
 *   owner wakes and commits.
 * - read-before-fencing: the owner stalls in the same way; the new one stalls once it has read; the old one wakes
 *   and commits; the new one goes on with what it has read.
 * - offset-without-one: any command.
 */
const scenarios: Record<InjectedFault, Scenario> = {
  async 'no-fencing'(line, load, planted) {
    const old = await stalledOwner(line, load, planted);
    await line.add('processor-1', 'order-processor', { INSTANCE_ID: 'processor-1', ...planted });
    await progress(load, 5);
    old.thaw();
    await old.ready(takeOverWithinMs);
    await progress(load, 5);
  },
  async 'read-before-fencing'(line, load, planted) {
    const old = await stalledOwner(line, load, planted);
    const successor = await line.add('processor-1', 'order-processor', {
      INSTANCE_ID: 'processor-1',
      ...stallAt('offset-read', 0),
      ...planted,
    });
    await waitFor('the new owner has read', () => successor.isStopped(), { withinMs: takeOverWithinMs });
    old.thaw();
    // The old owner needs milliseconds to commit or to learn that it is fenced; neither shows outside for sure.
    await pause(1500);
    successor.thaw();
    await successor.ready(takeOverWithinMs);
    await progress(load, 5);
  },
  async 'offset-without-one'(line, load, planted) {
    await line.add('processor-0', 'order-processor', { INSTANCE_ID: 'processor-0', ...planted });
    await progress(load, 10);
  },
};

/** Plays a fault's scenario with the fault planted or without it; returns what the checker found. */
export async function playScenario(
  fault: InjectedFault,
  planted: boolean,
  { dir, broker, name }: { dir: string; broker: Broker; name: string },
): Promise<Violation[]> {
  const workflow = fastWorkflow(name);
  const line = await startLine({ dir, broker, workflow, partitions: 1, processors: 0, workers: 1 });
  try {
    const load = startLoad({ url: line.url, workflow: name, runId: name, perSecond: 15, cancels: false });
    try {
      await scenarios[fault](line, load, planted ? { FAULT_PLANTED: fault } : {});
    } finally {
      await load.stop();
    }
    return await judge(line, broker, { promises: load.promises }, { restWithinMs: planted ? 8000 : 30_000 });
  } finally {
    await line.stop();
  }
}

const stallAt = (step: ProtocolStep, after: number) => ({
  FAULT_STALL_AT: step,
  FAULT_STALL_AFTER: String(after),
});

/** Starts the first owner and waits until it has stopped itself with commands in hand. */
async function stalledOwner(line: Line, load: Load, planted: Record<string, string>) {
  const env = { INSTANCE_ID: 'processor-0', ...stallAt('begun', 20), ...planted };
  const owner = await line.add('processor-0', 'order-processor', env);
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
