import { collectDefaultMetrics, Registry } from 'prom-client';
import type { z } from 'zod';
import { type AdminServer, startAdminServer } from './admin-server.ts';
import { ConfigError, type commonVars, loadConfig } from './config.ts';
import { createLogger, type Logger } from './log.ts';

export type Running = { stop(): Promise<void> };

/** `notReady` maps the name of each condition that does not hold to the reason. */
export type Readiness = { ready: boolean; notReady: Record<string, string> };

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

  /** False if the step did not end in time; it goes on, but nobody waits for it. */
  async function runStep({ name, stop }: (typeof steps)[number], remainingMs: number): Promise<boolean> {
    if (remainingMs <= 0) {
      log.error({ step: name }, 'no time left for a shutdown step');
      return false;
    }
    const begin = performance.now();
    const timer = cancellablePause(remainingMs);
    const done = Promise.resolve()
      .then(stop)
      .then(
        () => 'done' as const,
        (error: unknown) => {
          log.error({ err: error, step: name }, 'shutdown step failed');
          return 'failed' as const;
        },
      );
    const outcome = await Promise.race([done, timer.elapsed.then(() => 'timeout' as const)]);
    timer.cancel();
    const fields = { step: name, ms: Math.round(performance.now() - begin), outcome };
    if (outcome === 'timeout') log.error(fields, 'shutdown step did not end in time');
    else log.info(fields, 'shutdown step');
    return outcome !== 'timeout';
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

function cancellablePause(ms: number): { elapsed: Promise<void>; cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  return { elapsed: promise, cancel: () => clearTimeout(timer) };
}

/** What of `process` a service needs; only main.ts has the real one. */
export type ProcessLike = {
  env: Record<string, string | undefined>;
  stderr: { write(text: string): unknown };
  on(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): void;
};

export type MainContext = { log: Logger; lifecycle: Lifecycle; registry: Registry; admin: AdminServer };

/**
 * The frame of every main.ts: reads the configuration, starts logging, metrics and the admin server, calls
 * `start`, and is ready once that resolves. Exit codes: 0 stopped cleanly, 1 crashed, forced or out of time,
 * 2 the configuration does not fit (told on stderr, without a stack).
 */
export async function runMain<S extends z.ZodObject<typeof commonVars>>(options: {
  process: ProcessLike;
  service: string;
  schema: S;
  start: (config: z.infer<S>, context: MainContext) => Promise<void>;
}): Promise<void> {
  const { process, service, schema, start } = options;
  let log: Logger | undefined;
  let stopping: AbortSignal | undefined;
  try {
    const config = loadConfig(schema, process.env);
    log = createLogger({ service, level: config.LOG_LEVEL });
    const lifecycle = createLifecycle({
      log,
      timeoutMs: config.SHUTDOWN_TIMEOUT_MS,
      delayMs: config.SHUTDOWN_DELAY_MS,
    });
    stopping = lifecycle.signal;
    handleSignals(process, log, lifecycle);
    lifecycle.setReady('started', false, 'starting');
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const { readiness } = lifecycle;
    const admin = await startAdminServer({
      host: config.HOST,
      port: config.ADMIN_PORT,
      registry,
      readiness,
      log,
    });
    // Registered first, so stopped last: probes and metrics answer until the end.
    lifecycle.onStop('admin server', () => admin.stop());
    await start(config, { log, lifecycle, registry, admin });
    lifecycle.setReady('started', true);
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${service}: ${error.message}\n`);
      process.exit(2);
      return;
    }
    if (stopping?.aborted) {
      // The signal handler ends the process; a start that gives up because of it is no crash.
      log?.warn({ err: error }, 'start given up');
      return;
    }
    log?.fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

/** First signal: graceful. Second: at once. The unexpected ends the process: its state is not to be trusted. */
function handleSignals(process: ProcessLike, log: Logger, lifecycle: Lifecycle): void {
  let signals = 0;
  const onSignal = async (name: unknown) => {
    signals += 1;
    log.info({ signal: name }, signals === 1 ? 'signal: stopping' : 'second signal: stopping at once');
    if (signals > 1) return process.exit(1);
    const result = await lifecycle.shutdown();
    log.info({ result }, 'stopped');
    process.exit(result === 'clean' ? 0 : 1);
  };
  const onFatal = (error: unknown) => {
    log.fatal({ err: error instanceof Error ? error : new Error('not an Error', { cause: error }) }, 'crash');
    process.exit(1);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.on('uncaughtException', onFatal);
  process.on('unhandledRejection', onFatal);
}
