import { assertInvariants } from '../checker/assert-invariants.ts';
import type { Violation } from '../checker/violation.ts';
import { startLoad } from '../load/load.ts';
import type { Broker } from '../test-system/broker.ts';
import { startTestSystem } from '../test-system/test-system.ts';
import { fastWorkflow } from '../test-system/workflow.ts';
import { pause } from '../tools/wait.ts';
import { collectDiagnostics } from './diagnostics.ts';
import { inflict } from './inflict.ts';
import { describeFault, type PlannedFault, planOf } from './plan.ts';

/** The outcome of one run. */
export type RunResult = {
  seed: number;
  faults: string[];
  orders: number;
  cancelled: number;
  repeats: number;
  seconds: number;
  /** Processes that exited unexpectedly. */
  crashes: string[];
  violations: Violation[];
  /** What helps to explain a run that is not clean. */
  diagnostics: string;
};

/**
 * One run: a test system on fresh topics under load, six faults by seed in two concurrent lanes, then rest and checks.
 * @param options.log called with each fault as it happens
 */
export async function runSeed(
  seed: number,
  options: { dir: string; broker: Broker; log?: (text: string) => void; signal?: AbortSignal | undefined },
): Promise<RunResult> {
  const { dir, broker, signal } = options;
  const began = performance.now();
  const elapsed = () => `${((performance.now() - began) / 1000).toFixed(1)}s`;
  const log = (text: string) => options.log?.(`seed ${seed} ${elapsed()} ${text}`);
  const plan = planOf(seed, broker.cluster ? 3 : 1);
  const faults: string[] = [];
  const violations: Violation[] = [];
  const workflow = fastWorkflow(`run-${seed}`);
  const system = await startTestSystem({ dir, broker, workflow, signal });
  try {
    const load = startLoad({
      url: system.url,
      workflow: system.names.name,
      runId: `s${seed}`,
      perSecond: 15,
    });
    try {
      await Promise.all([plan.processors, plan.others].map((faultsOfLane) => lane(faultsOfLane)));
    } finally {
      await load.stop();
    }
    violations.push(...(await assertInvariants(system, broker, { promises: load.promises }, { signal })));
    const { placed, cancelled, repeats } = load.promises;
    const crashes = system.crashes();
    const isClean = violations.length === 0 && crashes.length === 0;
    return {
      seed,
      faults,
      orders: placed.size,
      cancelled: [...cancelled.values()].filter(Boolean).length,
      repeats,
      seconds: Math.round((performance.now() - began) / 1000),
      crashes,
      violations,
      diagnostics: isClean ? '' : await collectDiagnostics(system, broker, dir),
    };
  } finally {
    broker.thaw();
    await system.stop();
  }

  async function lane(planned: PlannedFault[]): Promise<void> {
    for (const { pauseMs, fault } of planned) {
      await pause(pauseMs, signal);
      const name = describeFault(fault);
      log(name);
      faults.push(name);
      try {
        if ((await inflict(fault, system, broker, signal)) === 'missed') faults.push('(step not reached)');
      } catch (error) {
        signal?.throwIfAborted();
        violations.push({ rule: 'a victim comes back', detail: `${name}: ${String(error)}` });
      }
    }
  }
}
