import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../log.ts';
import { createLifecycle } from './lifecycle.ts';

function create(options: { timeoutMs?: number; delayMs?: number } = {}) {
  const lines: string[] = [];
  const log = createLogger({
    service: 'x',
    level: 'info',
    destination: { write: (line) => lines.push(line) },
  });
  return {
    lifecycle: createLifecycle({ log, timeoutMs: 1000, delayMs: 0, ...options }),
    text: () => lines.join(''),
  };
}

describe('a lifecycle', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  describe('readiness', () => {
    it('holds when every named condition holds', () => {
      const { lifecycle } = create();
      expect(lifecycle.readiness().ready).toBe(true);
      lifecycle.setReady('view', false, 'catching up');
      lifecycle.setReady('kafka', true);
      expect(lifecycle.readiness()).toEqual({ ready: false, notReady: { view: 'catching up' } });
      lifecycle.setReady('view', true);
      expect(lifecycle.readiness().ready).toBe(true);
    });

    it('is off from the first moment of the shutdown', () => {
      const { lifecycle } = create({ delayMs: 500 });
      void lifecycle.shutdown();
      expect(lifecycle.readiness()).toEqual({ ready: false, notReady: { shutdown: 'shutting down' } });
      expect(lifecycle.signal.aborted).toBe(true);
    });
  });

  describe('shutdown', () => {
    it('waits, then runs the steps in reverse order, once', async () => {
      const { lifecycle } = create({ delayMs: 500 });
      const ran: string[] = [];
      lifecycle.onStop('first', () => void ran.push('first'));
      lifecycle.onStop('second', async () => void ran.push('second'));
      const both = Promise.all([lifecycle.shutdown(), lifecycle.shutdown()]);
      await vi.advanceTimersByTimeAsync(499);
      expect(ran).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(await both).toEqual(['clean', 'clean']);
      expect(ran).toEqual(['second', 'first']);
    });

    it('goes on after a step that fails', async () => {
      const { lifecycle, text } = create();
      const ran: string[] = [];
      lifecycle.onStop('first', () => void ran.push('first'));
      lifecycle.onStop('broken', () => {
        throw new Error('no broker');
      });
      expect(await lifecycle.shutdown()).toBe('clean');
      expect(ran).toEqual(['first']);
      expect(text()).toContain('no broker');
    });

    it('leaves a step behind when the time is over, and names what it could not run', async () => {
      const { lifecycle, text } = create({ timeoutMs: 1000, delayMs: 400 });
      const first = vi.fn();
      lifecycle.onStop('first', first);
      lifecycle.onStop('stuck', () => new Promise(() => {}));
      const result = lifecycle.shutdown();
      await vi.advanceTimersByTimeAsync(1000);
      expect(await result).toBe('timeout');
      expect(first).not.toHaveBeenCalled();
      expect(text()).toMatch(/"step":"stuck","ms":600,"outcome":"timeout"/);
      expect(text()).toMatch(/"step":"first".*no time left/);
    });

    it('also stops what is registered while it runs or after it', async () => {
      const { lifecycle } = create();
      const ran: string[] = [];
      lifecycle.onStop('opener', () => lifecycle.onStop('late', () => void ran.push('late')));
      expect(await lifecycle.shutdown()).toBe('clean');
      lifecycle.onStop('too late', () => void ran.push('too late'));
      await vi.advanceTimersByTimeAsync(0);
      expect(ran).toEqual(['late', 'too late']);
    });
  });
});

const kit = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A real process: signals, exit codes and crashes cannot be judged inside the test's own. */
function run(start: string, env: Record<string, string> = {}) {
  const code = `
    import { z } from 'zod';
    import { commonVars, portVar, ConfigError } from ${JSON.stringify(kit('../config.ts'))};
    import { runMain } from ${JSON.stringify(kit('./run-main.ts'))};
    const schema = z.object({ ...commonVars, PORT: portVar.meta({ example: '8080' }) });
    await runMain({ process, service: 'demo', schema, start: async (config, { lifecycle, admin }) => {
      ${start}
      console.log('started ' + admin.port);
    } });`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    cwd: kit('.'),
    env: { PATH: process.env.PATH, PORT: '1', ADMIN_PORT: '0', ...env },
  });
  stops.push(() => child.kill('SIGKILL'));
  const out = { text: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    out.text += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    out.text += part;
  });
  const said = async (what: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = what.exec(out.text);
      if (found) return found;
      await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')]);
    }
  };
  return { child, out, said, exited: once(child, 'close').then(([status]) => status) };
}

describe('runMain', { timeout: 20_000 }, () => {
  it('prints what is wrong with the configuration, without a stack, and exits with 2', async () => {
    const { out, exited } = run('', { PORT: 'x' });
    expect(await exited).toBe(2);
    expect(out.text).toContain('demo: The configuration does not fit:\n  PORT="x": must be a port');
    expect(out.text).not.toContain('    at ');
  });

  it('treats a ConfigError of start alike', async () => {
    const { out, exited } = run(`throw new ConfigError('OIDC_ISSUER is not set');`);
    expect(await exited).toBe(2);
    expect(out.text).toContain('demo: OIDC_ISSUER is not set');
  });

  it('is ready after start and stops cleanly on SIGTERM', async () => {
    const { child, out, said, exited } = run(`lifecycle.onStop('mine', () => console.log('stopped mine'));`);
    const port = (await said(/started (\d+)/))[1];
    await said(/"condition":"started","ready":true/);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain(
      'process_cpu_seconds_total',
    );
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(out.text).toMatch(/stopped mine[\s\S]*"step":"admin server"/);
  });

  it('stops cleanly when the signal comes during start', async () => {
    const { child, said, exited } = run(`
      const { promise, reject } = Promise.withResolvers();
      lifecycle.signal.addEventListener('abort', () => reject(new Error('given up')));
      console.log('waiting');
      await promise;`);
    await said(/waiting/);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  it('exits at once on the second signal', async () => {
    const { child, said, exited } = run(`lifecycle.onStop('stuck', () => new Promise(() => {}));`);
    await said(/started/);
    child.kill('SIGINT');
    await said(/shutting down/);
    child.kill('SIGINT');
    expect(await exited).toBe(1);
  });

  it('exits with 1 when a stop step does not end in time', async () => {
    const { child, said, exited } = run(`lifecycle.onStop('stuck', () => new Promise(() => {}));`, {
      SHUTDOWN_TIMEOUT_MS: '50',
    });
    await said(/started/);
    child.kill('SIGTERM');
    expect(await exited).toBe(1);
  });

  it.each([
    ['an exception', `setImmediate(() => { throw new Error('boom', { cause: new Error('deep') }); });`],
    ['a rejection', `void Promise.reject(new Error('boom', { cause: new Error('deep') }));`],
    ['a failing start', `throw new Error('boom', { cause: new Error('deep') });`],
  ])('logs %s with its cause and exits with 1', async (_title, start) => {
    const { out, exited } = run(start);
    expect(await exited).toBe(1);
    expect(out.text).toMatch(/"level":"fatal".*boom.*deep/);
  });
});
