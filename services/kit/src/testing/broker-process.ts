import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { sleep } from '../tools/backoff.ts';
import { settledWithin } from '../tools/with-timeout.ts';

const main = fileURLToPath(new URL('../../../local/src/kafka/main.ts', import.meta.url));
const readyLine = z.object({ brokers: z.string(), pid: z.int() });
const readyWithinMs = 180_000;
const stopWithinMs = 30_000;
const everyMs = 50;
/** Of a log, with an error. */
const shownBytes = 2000;

/** Told of process groups that outlive a killed test: each program and its JVM. */
export type BrokerWatch = { watch(groupId: number): void; unwatch(groupId: number): void };

/** A real broker as a process of its own. */
export type BrokerProcess = {
  /** To the JVM; does nothing when it is gone. */
  signal(name: NodeJS.Signals): void;
  /** kill -9 of the JVM; resolves when the program that runs it is gone too. */
  kill(): Promise<void>;
};

/**
 * Starts a broker with its data in `dir`; resolves when it answers.
 * @param options.args more arguments of the program
 * @param options.logFile where the program's output is appended
 * @throws when it ends before that, or does not answer in time; nothing is left running then
 */
export async function startBrokerProcess(options: {
  dir: string;
  port: number;
  args?: readonly string[];
  logFile: string;
  watch?: BrokerWatch | undefined;
  signal?: AbortSignal | undefined;
}): Promise<BrokerProcess> {
  const { dir, port, args = [], logFile, watch, signal } = options;
  const out = openSync(logFile, 'a');
  const child = spawn(process.execPath, [main, '--dir', dir, '--port', String(port), ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', out],
  });
  closeSync(out);
  const exited = exitOf(child);
  if (child.pid !== undefined) watch?.watch(child.pid);
  const groups = new Set(child.pid === undefined ? [] : [child.pid]);
  const killAll = () => {
    for (const group of groups) signalGroup(group, 'SIGKILL');
  };
  process.once('exit', killAll);
  /** The program ends when its JVM does, and ends its JVM when it is to end. */
  async function end(): Promise<void> {
    child.kill('SIGTERM');
    await settledWithin(exited, stopWithinMs);
    killAll();
    await exited;
    process.off('exit', killAll);
    for (const group of groups) watch?.unwatch(group);
  }
  try {
    const { pid } = await ready(child, exited, logFile, signal);
    watch?.watch(pid);
    groups.add(pid);
    return {
      signal: (name) => signalGroup(pid, name),
      kill() {
        signalGroup(pid, 'SIGKILL');
        return end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}

/** Waits for the line that the program prints when its broker answers. */
async function ready(
  child: ChildProcess,
  exited: Promise<void>,
  logFile: string,
  signal: AbortSignal | undefined,
): Promise<z.infer<typeof readyLine>> {
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString('utf8');
  });
  let gone = false;
  void exited.then(() => {
    gone = true;
  });
  for (const deadline = Date.now() + readyWithinMs; ; ) {
    signal?.throwIfAborted();
    if (printed.includes('\n')) return readyLine.parse(JSON.parse(printed));
    const problem = gone ? 'did not start' : Date.now() > deadline ? 'did not answer in time' : undefined;
    // With its last lines: the folder may be gone when somebody reads this.
    if (problem) throw new Error(`the broker ${problem}, see ${logFile}:\n${await endOf(logFile)}`);
    await sleep(everyMs, signal);
  }
}

async function endOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.slice(-shownBytes);
}

function signalGroup(groupId: number, name: NodeJS.Signals): void {
  try {
    process.kill(-groupId, name);
  } catch {
    // It is gone.
  }
}
