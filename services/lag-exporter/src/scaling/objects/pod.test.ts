import { expect, test } from 'vitest';
import { pod } from '../../testing/bake-objects.ts';
import { podSchema } from './pod.ts';

const waiting = (reason: string, message = '', more = {}) =>
  pod('bake-0', { status: { containerStatuses: [{ state: { waiting: { reason, message } }, ...more }] } });
const unscheduled = (reason: string, message: string) =>
  pod('bake-0', { status: { conditions: [{ type: 'PodScheduled', status: 'False', reason, message }] } });

test.each([
  ['a pod that works', pod('bake-0'), undefined],
  ['one without a status yet', { ...pod('bake-0'), status: {} }, undefined],
  ['one that is being created', waiting('ContainerCreating'), undefined],
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
  ['one with an unknown reason', waiting('NewReason'), 'NewReason'],
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
  ['one without a message of the scheduler', unscheduled('', ''), 'no node fits'],
  ['one behind a gate', unscheduled('SchedulingGated', ''), 'held back by a scheduling gate'],
])('%s', (_what, given, reason) => {
  expect(podSchema.parse(given).notReadyReason).toBe(reason);
});

test('a pod that is ending is not counted, even if it is ready', () => {
  const ending = (given: unknown) => podSchema.parse(given).ending;
  expect(ending(pod('bake-0'))).toBe(false);
  expect(ending(pod('bake-0', { metadata: { deletionTimestamp: '2026-11-22T11:59:50Z' } }))).toBe(true);
  expect(ending(pod('bake-0', { status: { phase: 'Failed', reason: 'Evicted' } }))).toBe(true);
});

test('only a little of a pod is kept', () => {
  expect(podSchema.parse(pod('bake-0'))).toEqual({
    name: 'bake-0',
    namespace: 'shop',
    workflow: 'cupcakes',
    stage: 'bake',
    ending: false,
    ready: true,
    runs: true,
    since: Date.parse('2026-11-22T11:00:20Z'),
    notReadyReason: undefined,
  });
});
