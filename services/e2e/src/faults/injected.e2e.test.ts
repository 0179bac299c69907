import type { InjectedFault } from '@cupcakery/kit/kafka/exactly-once/faults';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeViolations } from '../checker/check.ts';
import { createRunFolder, type RunFolder } from '../processes/run-folder.ts';
import { type Broker, startBroker } from '../test-system/broker.ts';
import { playScenario } from './injected.ts';

let folder: RunFolder;
let broker: Broker;
beforeAll(async () => {
  folder = await createRunFolder('injected');
  broker = await startBroker(folder.path);
});
afterAll(async () => {
  await broker.stop();
  await folder.remove();
});

/** The rule by which each fault shows itself. */
const shows: [InjectedFault, string][] = [
  ['no-fencing', 'versions of events are 1, 2, 3 ..., each once'],
  ['read-before-fencing', 'versions of events are 1, 2, 3 ..., each once'],
  ['offset-without-one', 'lag 0 at rest'],
];

test.for(shows)('a processor with %s is caught', async ([fault, rule]) => {
  const violations = await playScenario(fault, true, { dir: folder.path, broker, name: `injected-${fault}` });
  expect(violations.map((v) => v.rule)).toContain(rule);
});

test.for(shows)('the scenario of %s is clean without it', async ([fault]) => {
  const violations = await playScenario(fault, false, { dir: folder.path, broker, name: `clean-${fault}` });
  expect(describeViolations(violations)).toBe('');
});
