import { parseArgs } from 'node:util';
import { reportOf } from '../checker/check.ts';
import { type Broker, startBroker } from '../line/broker.ts';
import { createRunFolder, type RunFolder } from '../line/run-folder.ts';
import { type RunResult, seededRun } from './seeded-run.ts';

/** `node main.ts --runs N [--seed S] [--keep-going] [--verbose]`: seeds S, S+1, ... one after the other. */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    seed: { type: 'string' },
    'keep-going': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const first = values.seed === undefined ? Math.floor(Math.random() * 1e6) : Number(values.seed);
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(first) || first < 0) {
  process.stderr.write('usage: main.ts --runs N [--seed S] [--keep-going] [--verbose]\n');
  process.exit(2);
}

/** A fresh broker every few runs: topics add up, and a broker of its own keeps a failure's logs short. */
const runsPerBroker = 5;
const abort = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => abort.abort(new Error(`stopped by ${name}`)));
}
const say = (text: string) => process.stdout.write(`${text}\n`);

function tell(result: RunResult): void {
  const { seed, faults, orders, cancelled, repeats, seconds, crashes, violations, findings } = result;
  const verdict = violations.length === 0 ? 'clean' : `${violations.length} VIOLATIONS`;
  say(
    `seed ${seed}: ${verdict}, ${orders} orders (${cancelled} cancelled, ${repeats} requests repeated), ${seconds} s; ${faults.join('; ')}`,
  );
  if (crashes.length > 0) say(`  ended without being asked to: ${crashes.join(', ')}`);
  if (violations.length > 0) say(reportOf(violations));
  if (findings !== '') say(findings);
}

const counts = { runs: 0, faults: 0, orders: 0, failed: [] as number[] };
let shared: { folder: RunFolder; broker: Broker } | undefined;

async function end(keep: boolean): Promise<void> {
  const last = shared;
  shared = undefined;
  await last?.broker.stop();
  if (keep && last) {
    last.folder.keep();
    say(`logs: ${last.folder.path}`);
  } else await last?.folder.remove();
}

async function openBroker(): Promise<{ folder: RunFolder; broker: Broker }> {
  const folder = await createRunFolder('faults');
  try {
    return { folder, broker: await startBroker(folder.path, abort.signal) };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

say(`${runs} runs from seed ${first}; the same again: --runs ${runs} --seed ${first}`);
try {
  for (let i = 0; i < runs; i += 1) {
    shared ??= await openBroker();
    const result = await seededRun(first + i, {
      dir: shared.folder.path,
      broker: shared.broker,
      signal: abort.signal,
      ...(values.verbose ? { say } : {}),
    });
    counts.runs += 1;
    counts.faults += result.faults.length;
    counts.orders += result.orders;
    tell(result);
    const failed = result.violations.length > 0 || result.crashes.length > 0;
    if (failed) counts.failed.push(first + i);
    if (failed || (i + 1) % runsPerBroker === 0) await end(failed);
    if (failed && !values['keep-going']) break;
  }
} catch (error) {
  if (!abort.signal.aborted) {
    counts.failed.push(first + counts.runs);
    say(`seed ${first + counts.runs}: could not run: ${error instanceof Error ? error.stack : error}`);
    await end(true);
  }
} finally {
  await end(false);
}
say(
  `${counts.runs} runs, ${counts.faults} faults, ${counts.orders} orders, ${counts.failed.length} failed${counts.failed.length > 0 ? `: seeds ${counts.failed.join(', ')}` : ''}`,
);
process.exitCode = counts.failed.length > 0 || abort.signal.aborted ? 1 : 0;
