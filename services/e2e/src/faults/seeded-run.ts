import type { Violation } from '../checker/check.ts';
import type { Broker } from '../line/broker.ts';
import { startLine } from '../line/line.ts';
import { startLoad } from '../line/load.ts';
import { pause } from '../line/wait.ts';
import { fastWorkflow } from '../line/workflow.ts';
import { findings } from './findings.ts';
import { inflict } from './inflict.ts';
import { judge } from './judge.ts';
import { describeFault, type PlannedFault, planOf } from './plan.ts';

/** What one run found. */
export type RunResult = {
  seed: number;
  faults: string[];
  orders: number;
  cancelled: number;
  repeats: number;
  seconds: number;
  /** Processes that ended without being asked to. */
  crashes: string[];
  violations: Violation[];
  /** How the line was found, when something went wrong. */
  findings: string;
};

/**
 * One run: a line on fresh topics under load, six faults by seed in two lanes side by side, then rest and judgement.
 * @param say told each fault as it happens
 */
export async function seededRun(
  seed: number,
  options: { dir: string; broker: Broker; say?: (text: string) => void; signal?: AbortSignal | undefined },
): Promise<RunResult> {
  const { dir, broker, signal } = options;
  const began = performance.now();
  const at = () => `${((performance.now() - began) / 1000).toFixed(1)}s`;
  const say = (text: string) => options.say?.(`seed ${seed} ${at()} ${text}`);
  const plan = planOf(seed);
  const faults: string[] = [];
  const violations: Violation[] = [];
  const workflow = fastWorkflow(`run-${seed}`);
  const line = await startLine({ dir, broker, workflow, signal });
  try {
    const load = startLoad({ url: line.url, workflow: line.names.name, runId: `s${seed}`, perSecond: 15 });
    try {
      await Promise.all([plan.processors, plan.others].map((faultsOfLane) => lane(faultsOfLane)));
    } finally {
      await load.stop();
    }
    violations.push(...(await judge(line, broker, { promises: load.promises }, { signal })));
    const { placed, cancelled, repeats } = load.promises;
    const crashes = line.crashes();
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
      findings: isClean ? '' : await findings(line, broker, dir),
    };
  } finally {
    broker.thaw();
    await line.stop();
  }

  async function lane(planned: PlannedFault[]): Promise<void> {
    for (const { pauseMs, fault } of planned) {
      await pause(pauseMs, signal);
      const name = describeFault(fault);
      say(name);
      faults.push(name);
      try {
        if ((await inflict(fault, line, broker, signal)) === 'missed') faults.push('(step not reached)');
      } catch (error) {
        signal?.throwIfAborted();
        violations.push({ rule: 'a victim comes back', detail: `${name}: ${String(error)}` });
      }
    }
  }
}
