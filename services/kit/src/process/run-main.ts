import { collectDefaultMetrics, Registry } from 'prom-client';
import type { z } from 'zod';
import { ConfigError, type commonVars, loadConfig } from '../config.ts';
import { readMountedFile } from '../files.ts';
import { createLogger, type Logger } from '../log.ts';
import { type AdminServer, startAdminServer } from './admin-server.ts';
import { type Clock, createClock } from './clock.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';

/** What a service needs of `process`; only main.ts has the real one. */
export type ProcessLike = {
  env: Record<string, string | undefined>;
  stderr: { write(text: string): unknown };
  on(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): void;
};

export type MainContext = {
  log: Logger;
  lifecycle: Lifecycle;
  registry: Registry;
  admin: AdminServer;
  /** What orders, ages and records are dated and judged by. */
  now: Clock;
};

/**
 * The frame of every main.ts: reads the configuration, starts logging, metrics and the admin server, calls
 * `start`, and is ready once that resolves. Exit codes: 0 stopped cleanly, 1 crashed, forced or out of time,
 * 2 the configuration is invalid (printed to stderr, without a stack).
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
    const now = createClock(config);
    log = createLogger({ service, level: config.LOG_LEVEL });
    const lifecycle = createLifecycle({
      log,
      timeoutMs: config.SHUTDOWN_TIMEOUT_MS,
      delayMs: config.SHUTDOWN_DELAY_MS,
    });
    stopping = lifecycle.signal;
    handleSignals(process, log, lifecycle);
    if (now !== Date.now)
      log.warn({ file: config.CLOCK_OFFSET_FILE }, 'test: the clock of business is moved by a file');
    lifecycle.setReady('started', false, 'starting');
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const { readiness } = lifecycle;
    const admin = await startAdminServer({
      host: config.HOST,
      port: config.ADMIN_PORT,
      hosts: config.ADMIN_HOSTS,
      registry,
      readiness,
      metricsToken: metricsTokenOf(config),
      log,
    });
    // Registered first, so stopped last: probes and metrics answer until the end.
    lifecycle.onStop('admin server', () => admin.stop());
    await start(config, { log, lifecycle, registry, admin, now });
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

function metricsTokenOf({ METRICS_TOKEN_FILE: file }: { METRICS_TOKEN_FILE?: string | undefined }) {
  return file === undefined ? undefined : readMountedFile('METRICS_TOKEN_FILE', file).trim();
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
