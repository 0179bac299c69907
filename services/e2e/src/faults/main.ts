import { parseArgs } from 'node:util';
import { describeViolations } from '../checker/check.ts';
import { createRunFolder, type RunFolder } from '../processes/run-folder.ts';
import type { Broker } from '../test-system/broker.ts';
import { type BrokerCount, startBrokers } from '../test-system/cluster.ts';
import { type RunResult, runSeed } from './run-seed.ts';

/** `node main.ts --runs N [--seed S] [--brokers 3] [--keep-going] [--verbose]`: seeds S, S+1, ... one after the other. */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    seed: { type: 'string' },
    brokers: { type: 'string', default: '1' },
    'keep-going': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const first = values.seed === undefined ? Math.floor(Math.random() * 1e6) : Number(values.seed);
const brokers = ({ 1: 1, 3: 3 } as Record<string, BrokerCount>)[values.brokers];
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(first) || first < 0 || !brokers) {
  process.stderr.write('usage: main.ts --runs N [--seed S] [--brokers 1|3] [--keep-going] [--verbose]\n');
  process.exit(2);
}

/** A fresh broker every few runs: topics add up, and a new broker keeps a failure's logs short. */
const runsPerBroker = 5;
const abort = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => abort.abort(new Error(`stopped by ${name}`)));
}
const print = (text: string) => process.stdout.write(`${text}\n`);

function printResult(result: RunResult): void {
  const { seed, faults, orders, cancelled, repeats, seconds, crashes, violations, diagnostics } = result;
  const verdict = violations.length === 0 ? 'clean' : `${violations.length} VIOLATIONS`;
  print(
    `seed ${seed}: ${verdict}, ${orders} orders (${cancelled} cancelled, ${repeats} requests repeated), ${seconds} s; ${faults.join('; ')}`,
  );
  if (crashes.length > 0) print(`  exited unexpectedly: ${crashes.join(', ')}`);
  if (violations.length > 0) print(describeViolations(violations));
  if (diagnostics !== '') print(diagnostics);
}

const counts = { runs: 0, faults: 0, orders: 0, failed: [] as number[] };
let shared: { folder: RunFolder; broker: Broker } | undefined;

async function closeBroker(keep: boolean): Promise<void> {
  const last = shared;
  shared = undefined;
  await last?.broker.stop();
  if (keep && last) {
    last.folder.keep();
    print(`logs: ${last.folder.path}`);
  } else await last?.folder.remove();
}

async function openBroker(count: BrokerCount): Promise<{ folder: RunFolder; broker: Broker }> {
  const folder = await createRunFolder('faults');
  try {
    return { folder, broker: await startBrokers(count, folder.path, abort.signal) };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

print(`${runs} runs from seed ${first}; the same again: --runs ${runs} --seed ${first} --brokers ${brokers}`);
try {
  for (let i = 0; i < runs; i += 1) {
    shared ??= await openBroker(brokers);
    const result = await runSeed(first + i, {
      dir: shared.folder.path,
      broker: shared.broker,
      signal: abort.signal,
      ...(values.verbose ? { log: print } : {}),
    });
    counts.runs += 1;
    counts.faults += result.faults.length;
    counts.orders += result.orders;
    printResult(result);
    const failed = result.violations.length > 0 || result.crashes.length > 0;
    if (failed) counts.failed.push(first + i);
    if (failed || (i + 1) % runsPerBroker === 0) await closeBroker(failed);
    if (failed && !values['keep-going']) break;
  }
} catch (error) {
  if (!abort.signal.aborted) {
    counts.failed.push(first + counts.runs);
    print(`seed ${first + counts.runs}: could not run: ${error instanceof Error ? error.stack : error}`);
    await closeBroker(true);
  }
} finally {
  await closeBroker(false);
}
print(
  `${counts.runs} runs, ${counts.faults} faults, ${counts.orders} orders, ${counts.failed.length} failed${counts.failed.length > 0 ? `: seeds ${counts.failed.join(', ')}` : ''}`,
);
process.exitCode = counts.failed.length > 0 || abort.signal.aborted ? 1 : 0;
