import { setTimeout as sleep } from 'node:timers/promises';
import { identify } from '../processes/identity.ts';
import { describeError } from '../toolbox/setup-error.ts';
import type { PartState } from './state.ts';

/** A started process. */
export type Running = {
  pid: number;
  /** Resolves with the reason when the process is gone. */
  exited: Promise<string>;
  stop(): Promise<void>;
};

export type Start = (context: { signal: AbortSignal; spawned: (pid: number) => void }) => Promise<Running>;

export type KeepRunningOptions = {
  name: string;
  /** Where its probes are, if it has some. */
  adminPort?: number;
  start: Start;
  /** Called after each change of the state. */
  onChange?: (state: PartState) => void;
  log?: (line: string) => void;
  /** First pause before a restart; doubles with each quick death up to `maxDelayMs`. */
  minDelayMs?: number;
  maxDelayMs?: number;
  /** A process that ran this long is restarted after the first pause. */
  stableMs?: number;
};

export type KeptRunning = {
  state: PartState;
  /** Settles with the first start: rejects if that one fails, although restarts continue. */
  firstStart: Promise<void>;
  /** Stops the process and its restarts. */
  stop(): Promise<void>;
};

/** Starts a process and restarts it whenever it exits, without a limit and with bounded backoff. */
export function keepRunning(options: KeepRunningOptions): KeptRunning {
  const { name, adminPort, start, onChange = () => {}, log = () => {} } = options;
  const { minDelayMs = 300, maxDelayMs = 10_000, stableMs = 30_000 } = options;
  const abort = new AbortController();
  const first = Promise.withResolvers<void>();
  // A failure is in the state and the log too; only the start waits for the first one.
  first.promise.catch(() => {});
  const state: PartState = { name, state: 'starting', restarts: 0, adminPort };
  let running: Running | undefined;

  const update = (change: Partial<PartState>): void => {
    Object.assign(state, change);
    onChange(state);
  };
  const spawned = (pid: number): void => update({ process: identify(pid) });

  const once = async (): Promise<string> => {
    try {
      running = await start({ signal: abort.signal, spawned });
      update({ state: 'running', process: identify(running.pid), retryAt: undefined });
      first.resolve();
      return await running.exited;
    } catch (error) {
      first.reject(error);
      return describeError(error);
    } finally {
      running = undefined;
    }
  };

  const loop = async (): Promise<void> => {
    let delay = minDelayMs;
    while (!abort.signal.aborted) {
      update({ state: 'starting' });
      const startedAt = performance.now();
      const lastExit = await once();
      if (abort.signal.aborted) break;
      if (performance.now() - startedAt >= stableMs) delay = minDelayMs;
      log(`${name}: ${lastExit}; restarts in ${delay / 1000} s`);
      const retryAt = new Date(Date.now() + delay).toISOString();
      update({ state: 'waiting', process: undefined, restarts: state.restarts + 1, lastExit, retryAt });
      await sleep(delay, undefined, { signal: abort.signal }).catch(() => {});
      delay = Math.min(delay * 2, maxDelayMs);
    }
    first.reject(new Error(`${name} was stopped`));
    update({ state: 'stopped', process: undefined, retryAt: undefined });
  };
  const finished = loop();

  const stop = async (): Promise<void> => {
    abort.abort();
    await running?.stop();
    await finished;
  };
  return { state, firstStart: first.promise, stop };
}
