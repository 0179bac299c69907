import { expect, test } from 'vitest';
import { podSchema } from './pod.ts';
import { pod } from './testing/bake.ts';

const waiting = (reason: string, message = '', more = {}) =>
  pod('bake-0', { status: { containerStatuses: [{ state: { waiting: { reason, message } }, ...more }] } });
const unscheduled = (reason: string, message: string) =>
  pod('bake-0', { status: { conditions: [{ type: 'PodScheduled', status: 'False', reason, message }] } });

test.each([
  ['a pod that works', pod('bake-0'), undefined],
  ['one of which nothing is known yet', { ...pod('bake-0'), status: {} }, undefined],
  ['one that is made', waiting('ContainerCreating'), undefined],
  [
    'one without its image',
    waiting('ImagePullBackOff', 'Back-off pulling image "x"'),
    'the image cannot be pulled',
  ],
  ['one that crashes', waiting('CrashLoopBackOff'), 'it crashes again and again'],
  [
    'one that needs more memory',
    waiting('CrashLoopBackOff', '', { lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } }),
    'out of memory again and again',
  ],
  [
    'one without its secret',
    waiting('CreateContainerConfigError', 'secret "kafka" not found'),
    'secret "kafka" not found',
  ],
  ['one with a reason that nobody knew of', waiting('NewReason'), 'NewReason'],
  [
    'one that waits in its first container',
    pod('bake-0', {
      status: { initContainerStatuses: [{ state: { waiting: { reason: 'ErrImagePull' } } }] },
    }),
    'the image cannot be pulled',
  ],
  [
    'one without a node',
    unscheduled('Unschedulable', '0/1 nodes are available: 1 Too many pods.'),
    'no node fits (0/1 nodes are available: 1 Too many pods)',
  ],
  ['one that no scheduler told about', unscheduled('', ''), 'no node fits'],
  ['one behind a gate', unscheduled('SchedulingGated', ''), 'held back by a scheduling gate'],
])('%s', (_what, given, hurdle) => {
  expect(podSchema.parse(given).hurdle).toBe(hurdle);
});

test('a pod that ends counts for nothing, however well it is', () => {
  const ending = (given: unknown) => podSchema.parse(given).ending;
  expect(ending(pod('bake-0'))).toBe(false);
  expect(ending(pod('bake-0', { metadata: { deletionTimestamp: '2026-11-22T11:59:50Z' } }))).toBe(true);
  expect(ending(pod('bake-0', { status: { phase: 'Failed', reason: 'Evicted' } }))).toBe(true);
});

test('of a whole pod little is kept', () => {
  expect(podSchema.parse(pod('bake-0'))).toEqual({
    name: 'bake-0',
    namespace: 'shop',
    workflow: 'cupcakes',
    stage: 'bake',
    ending: false,
    ready: true,
    runs: true,
    since: Date.parse('2026-11-22T11:00:20Z'),
    hurdle: undefined,
  });
});
