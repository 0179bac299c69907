import { setTimeout as sleep } from 'node:timers/promises';
import { errorLine } from '../setup-error.ts';
import { identify } from './identity.ts';
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
  start: Start;
  /** Called after each change of the state. */
  changed?: (state: PartState) => void;
  log?: (line: string) => void;
  /** First pause before a restart; doubles with each quick death up to `maxDelayMs`. */
  minDelayMs?: number;
  maxDelayMs?: number;
  /** A process that lived this long starts again with the first pause. */
  steadyMs?: number;
};

export type KeptRunning = {
  state: PartState;
  /** Settles with the first start: rejects if that one fails, though trying goes on. */
  firstStart: Promise<void>;
  /** Ends the process and the restarting. */
  stop(): Promise<void>;
};

/** Starts a process and starts it again whenever it ends, with bounded back-off and for ever. */
export const keepRunning = (options: KeepRunningOptions): KeptRunning => {
  const { name, start, changed = () => {}, log = () => {} } = options;
  const { minDelayMs = 300, maxDelayMs = 10_000, steadyMs = 30_000 } = options;
  const abort = new AbortController();
  const first = Promise.withResolvers<void>();
  first.promise.catch(() => {});
  const state: PartState = { name, state: 'starting', restarts: 0 };
  let running: Running | undefined;

  const become = (change: Partial<PartState>): void => {
    Object.assign(state, change);
    changed(state);
  };
  const spawned = (pid: number): void => become({ process: identify(pid) });

  const once = async (): Promise<string> => {
    try {
      running = await start({ signal: abort.signal, spawned });
      become({ state: 'running', process: identify(running.pid), retryAt: undefined });
      first.resolve();
      return await running.exited;
    } catch (error) {
      first.reject(error);
      return errorLine(error);
    } finally {
      running = undefined;
    }
  };

  const loop = async (): Promise<void> => {
    let delay = minDelayMs;
    while (!abort.signal.aborted) {
      become({ state: 'starting' });
      const startedAt = performance.now();
      const lastExit = await once();
      if (abort.signal.aborted) break;
      if (performance.now() - startedAt >= steadyMs) delay = minDelayMs;
      log(`${name}: ${lastExit}; starts again in ${delay / 1000} s`);
      const retryAt = new Date(Date.now() + delay).toISOString();
      become({ state: 'waiting', process: undefined, restarts: state.restarts + 1, lastExit, retryAt });
      await sleep(delay, undefined, { signal: abort.signal }).catch(() => {});
      delay = Math.min(delay * 2, maxDelayMs);
    }
    first.reject(new Error(`${name} was stopped`));
    become({ state: 'stopped', process: undefined, retryAt: undefined });
  };
  const finished = loop();

  const stop = async (): Promise<void> => {
    abort.abort();
    await running?.stop();
    await finished;
  };
  return { state, firstStart: first.promise, stop };
};
