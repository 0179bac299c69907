import type { Logger } from '../log.ts';
import { settledWithin } from '../tools/with-timeout.ts';
import type { Readiness } from './readiness.ts';

export type Lifecycle = {
  /** Registers a step of the shutdown; the last registered runs first. During a shutdown it runs as well. */
  onStop(name: string, stop: () => Promise<void> | void): void;
  /** Sets one named condition. The process is ready when all conditions hold and no shutdown has begun. */
  setReady(name: string, ready: boolean, why?: string): void;
  readiness(): Readiness;
  /** Aborted when the shutdown begins: loops and long waits listen to it. */
  signal: AbortSignal;
  /** How long the process still answers then, ms. */
  delayMs: number;
  /** Idempotent. `timeout`: a step had to be left behind. A step that fails is logged and the next one runs. */
  shutdown(): Promise<'clean' | 'timeout'>;
};

/**
 * Order of a shutdown: readiness off, `delayMs` for load balancers to notice, then the steps. `timeoutMs`
 * bounds all of it, so it must be less than the grace period that Kubernetes gives the pod.
 */
export function createLifecycle(options: { log: Logger; timeoutMs: number; delayMs: number }): Lifecycle {
  const { log, timeoutMs, delayMs } = options;
  const conditions = new Map<string, string | undefined>();
  const steps: { name: string; stop: () => Promise<void> | void }[] = [];
  const abort = new AbortController();
  let ending: Promise<'clean' | 'timeout'> | undefined;
  let ended = false;

  async function run(): Promise<'clean' | 'timeout'> {
    const deadline = performance.now() + timeoutMs;
    abort.abort();
    log.info({ delayMs, timeoutMs, steps: steps.length }, 'shutting down');
    if (delayMs > 0) await pause(Math.min(delayMs, timeoutMs));
    let result: 'clean' | 'timeout' = 'clean';
    for (let step = steps.pop(); step; step = steps.pop()) {
      if (!(await runStep(step, deadline - performance.now()))) result = 'timeout';
    }
    ended = true;
    return result;
  }

  /** False if the step did not end in time; it goes on, but the shutdown no longer waits for it. */
  async function runStep({ name, stop }: (typeof steps)[number], remainingMs: number): Promise<boolean> {
    if (remainingMs <= 0) {
      log.error({ step: name }, 'no time left for a shutdown step');
      return false;
    }
    const begin = performance.now();
    let ended = 'done';
    const done = (async () => stop())().catch((error: unknown) => {
      ended = 'failed';
      log.error({ err: error, step: name }, 'shutdown step failed');
    });
    const inTime = await settledWithin(done, remainingMs);
    const fields = {
      step: name,
      ms: Math.round(performance.now() - begin),
      outcome: inTime ? ended : 'timeout',
    };
    if (inTime) log.info(fields, 'shutdown step');
    else log.error(fields, 'shutdown step did not end in time');
    return inTime;
  }

  return {
    signal: abort.signal,
    delayMs,
    onStop(name, stop) {
      // A start that was still under way when the shutdown ended must not leave anything open.
      if (ended) void runStep({ name, stop }, 1_000);
      else steps.push({ name, stop });
    },
    setReady(name, ready, why = 'not yet') {
      const before = conditions.get(name);
      const now = ready ? undefined : why;
      if (!conditions.has(name) || before !== now)
        log.info({ condition: name, ready, why: now }, 'readiness');
      conditions.set(name, now);
    },
    readiness() {
      const failing = [...conditions].flatMap(([name, why]) => (why === undefined ? [] : [[name, why]]));
      const notReady: Record<string, string> = Object.fromEntries(failing);
      if (ending) notReady.shutdown = 'shutting down';
      return { ready: Object.keys(notReady).length === 0, notReady };
    },
    shutdown: () => (ending ??= run()),
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
