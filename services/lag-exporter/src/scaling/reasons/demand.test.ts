import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageMetric, ageStatus, autoscaler, lagMetric, lagStatus } from '../../testing/bake-objects.ts';
import { autoscalerSchema } from '../objects/autoscaler.ts';
import { demandOf } from './demand.ts';

type Given = Parameters<typeof autoscaler>[0];
type Replicas = { current?: number; ready?: number; desired?: number };
const demanded = (given: Given, deployment: Replicas = {}) => {
  const status = autoscalerSchema.parse(autoscaler(given));
  const desired = deployment.desired ?? status.currentReplicas;
  const { current = desired, ready = desired } = deployment;
  return demandOf(status, { desired, current, ready });
};

describe('the demand of an average', () => {
  test('is not one replica more because averages are rounded up', () => {
    // 8 tickets, 3 replicas: 2666.7 thousandths each, reported as 2667.
    expect(demanded({ replicas: 3, lag: '2667m', spec: { metrics: [lagMetric('4')] } })?.replicas).toBe(2);
  });

  test('is what the controller calculates from the total itself', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 64 }),
        (lag, previous, target) => {
          const average = `${Math.ceil((lag * 1000) / previous)}m`;
          const metrics = [lagMetric(String(target))];
          const demand = demanded({ replicas: previous, lag: average, spec: { metrics } });
          expect(demand?.replicas).toBe(Math.ceil(lag / target));
        },
      ),
    );
  });

  test('is based on the pods that there were: those within a quota, and not those added since', () => {
    expect(demanded({ replicas: 8, lag: '16' }, { current: 5 })?.replicas).toBe(10);
    const scaledUp = { replicas: 4, lag: '16', status: { desiredReplicas: 8 } };
    expect(demanded(scaledUp, { desired: 8, current: 8 })?.replicas).toBe(8);
    const scaledDown = { replicas: 8, lag: '1', status: { desiredReplicas: 4 } };
    expect(demanded(scaledDown, { desired: 4, current: 4 })?.replicas).toBe(1);
    // Changed by hand meanwhile.
    expect(demanded({ replicas: 3, lag: '8' }, { desired: 6, current: 6 })?.replicas).toBe(3);
  });
});

test('a value multiplies the ready replicas', () => {
  const aged = (age: string, ready: number) =>
    demanded(
      { spec: { metrics: [ageMetric('90')] }, status: { currentMetrics: [ageStatus(age)] } },
      { ready },
    );
  expect(aged('180', 4)).toEqual({ replicas: 8, ratio: 2 });
  expect(aged('180', 2)).toEqual({ replicas: 4, ratio: 2 });
  expect(aged('12500m', 4)?.replicas).toBe(1);
});

test('a metric of the processor counts as well', () => {
  const target = { type: 'Utilization', averageUtilization: 50 };
  const current = { averageUtilization: 75, averageValue: '300m' };
  const metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
  const status = { currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current } }] };
  expect(demanded({ spec: { metrics }, status })).toEqual({ replicas: 6, ratio: 1.5 });
});

describe('is not known', () => {
  test.each<[string, Given]>([
    ['while no metric was read', { status: { currentMetrics: null } }],
    ['where the metric has no number', { status: { currentMetrics: [{ type: '' }] } }],
    ['where the status is of other metrics', { spec: { metrics: [ageMetric('90')] } }],
    ['where a number is malformed', { lag: 'many' }],
    ['where the target is 0', { spec: { metrics: [lagMetric('0')] } }],
    ['of an average over no replicas', { replicas: 0 }],
  ])('%s', (_what, given) => {
    expect(demanded(given)).toBeUndefined();
  });

  test('where one of two metrics is missing and the other requires fewer', () => {
    const metrics = [lagMetric('8'), ageMetric('90')];
    const half = (lag: string) =>
      demanded({ spec: { metrics }, status: { currentMetrics: [lagStatus(lag), { type: '' }] } });
    expect(half('4')).toBeUndefined();
    expect(half('16')?.replicas).toBe(8);
  });
});
