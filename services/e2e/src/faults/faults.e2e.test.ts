import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeViolations } from '../checker/check.ts';
import { createRunFolder, type RunFolder } from '../processes/run-folder.ts';
import type { Broker } from '../test-system/broker.ts';
import { startBrokers } from '../test-system/cluster.ts';
import { runSeed } from './run-seed.ts';

/** Other seeds every time; FAULT_SEED repeats those of a run that failed. */
const first = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1e6));
const seeds = Array.from({ length: 3 }, (_, i) => first + i);

describe.each([1, 3] as const)('with %i broker(s)', (brokers) => {
  let folder: RunFolder;
  let broker: Broker;
  let failed = false;
  beforeAll(async () => {
    console.log(`seeds ${seeds.join(', ')}; the same again: FAULT_SEED=${first}`);
    folder = await createRunFolder('faults');
    broker = await startBrokers(brokers, folder.path);
  });
  afterAll(async () => {
    await broker?.stop();
    if (failed) {
      folder.keep();
      console.log(`logs: ${folder.path}`);
    } else await folder?.remove();
  });

  test.for(seeds)('seed %i: six faults under load lose and double nothing', async (seed) => {
    const { violations, faults, orders, seconds, crashes, diagnostics } = await runSeed(seed, {
      dir: folder.path,
      broker,
    });
    console.log(`seed ${seed}: ${orders} orders, ${seconds} s; ${faults.join('; ')}`);
    if (diagnostics !== '') console.log(diagnostics);
    failed ||= violations.length > 0 || crashes.length > 0;
    expect({ violations: describeViolations(violations), crashes }).toEqual({ violations: '', crashes: [] });
    expect(orders).toBeGreaterThan(50);
  });
});
