import { expect, test } from 'vitest';
import { autoscaler, deployment, pod } from '../../testing/bake-objects.ts';
import { crashing, explained, missing, type ReasonCase, starting } from '../../testing/explained.ts';

const cases: ReasonCase[] = [
  [
    'disabled',
    'scaled to 0 by hand',
    {
      deployment: deployment(0),
      autoscaler: autoscaler({
        replicas: 0,
        status: { currentMetrics: null },
        conditions: { ScalingActive: ['False', 'ScalingDisabled', 'scaling is disabled'] },
      }),
    },
    'Scaled to 0 by hand: the autoscaler rests until somebody scales it up.',
  ],
  [
    'disabled',
    'set to 0, without an autoscaler',
    { deployment: deployment(0), autoscaler: null },
    'Set to 0 replicas: nobody works here.',
  ],
  [
    'metric-missing',
    'the metric cannot be read',
    { autoscaler: autoscaler({ conditions: missing, status: { currentMetrics: [{ type: '' }] } }) },
    'It stays at 4 replicas, since its metric cannot be read: Kafka has not answered lately; the lag is not known.',
  ],
  [
    'unable',
    'its target is gone, whatever it said of metrics before',
    {
      autoscaler: autoscaler({
        conditions: {
          ...missing,
          AbleToScale: [
            'False',
            'FailedGetScale',
            'the HPA controller was unable to get the target\'s current scale: deployments.apps "bake" not found',
          ],
        },
      }),
    },
    'The autoscaler cannot work: deployments.apps "bake" not found.',
  ],
  [
    'unable',
    'two autoscalers want the same pods',
    {
      autoscaler: autoscaler({
        conditions: {
          ScalingActive: ['False', 'AmbiguousSelector', 'pods are controlled by more than one HPA'],
        },
      }),
    },
    'The autoscaler cannot work: pods are controlled by more than one HPA.',
  ],
  [
    'paused',
    'people have paused the stage: its autoscaler gets no metric, and holds',
    { paused: true, dependencyDown: true, autoscaler: autoscaler({ conditions: missing }) },
    'The stage is paused: tickets wait, and it stays at 4 replicas.',
  ],
  [
    'dependency-down',
    'the target of the work is down, and all replicas there may be are there',
    { dependencyDown: true, deployment: deployment(12), autoscaler: autoscaler({ replicas: 12, lag: '80' }) },
    'The target of the work does not answer: tickets wait, and more replicas would not help.',
  ],
  [
    'pods-pending',
    'no node has room',
    {
      deployment: deployment(2, { status: { readyReplicas: 1 } }),
      autoscaler: autoscaler({ replicas: 2 }),
      pods: [
        pod('bake-0'),
        pod('bake-1', {
          status: {
            phase: 'Pending',
            conditions: [
              {
                type: 'PodScheduled',
                status: 'False',
                reason: 'Unschedulable',
                message: '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available.',
              },
            ],
          },
        }),
      ],
    },
    '1 of 2 replicas not ready: no node fits (0/3 nodes are available: 3 Insufficient cpu).',
  ],
  [
    'pods-pending',
    'most crash, and nothing scales them',
    {
      autoscaler: null,
      deployment: deployment(3, { status: { readyReplicas: 0 } }),
      pods: [starting('bake-0', 300), crashing, crashing],
    },
    '3 of 3 replicas not ready: it crashes again and again, with code 2, and other reasons.',
  ],
  [
    'pods-pending',
    'a quota refuses pods',
    {
      deployment: deployment(6, {
        status: {
          replicas: 4,
          readyReplicas: 4,
          conditions: [
            {
              type: 'ReplicaFailure',
              status: 'True',
              reason: 'FailedCreate',
              message:
                'pods "bake-7d9c-" is forbidden: exceeded quota: small, requested: pods=1, used: pods=4',
            },
          ],
        },
      }),
      autoscaler: autoscaler({ replicas: 6, lag: '12' }),
      pods: ['a', 'b', 'c', 'd'].map((name) => pod(name)),
    },
    '2 of 6 replicas not ready: pods cannot be made (exceeded quota: small, requested: pods=1, used: pods=4).',
  ],
  [
    'pods-pending',
    'a replica does not start for minutes',
    {
      deployment: deployment(2, { status: { readyReplicas: 1 } }),
      pods: [pod('bake-0'), starting('bake-1', 185)],
    },
    '1 of 2 replicas not ready: not started for 3 min.',
  ],
  [
    'pods-pending',
    'a replica runs for minutes and does not answer its probe',
    {
      deployment: deployment(2, { status: { readyReplicas: 1 } }),
      pods: [
        pod('bake-0'),
        pod('bake-1', {
          status: {
            conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: '2026-11-22T11:58:00Z' }],
          },
        }),
      ],
    },
    '1 of 2 replicas not ready: up but its probe fails for 2 min.',
  ],
];

test.each(cases)('%s: %s', (code, _when, given, text) => {
  expect(explained(given).reason).toEqual({ code, text });
});
