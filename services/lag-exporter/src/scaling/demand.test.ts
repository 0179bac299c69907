import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { autoscalerSchema } from './autoscaler.ts';
import { demandOf } from './demand.ts';
import { ageMetric, ageStatus, autoscaler, lagMetric, lagStatus } from './testing/bake.ts';

type Given = Parameters<typeof autoscaler>[0];
const demanded = (given: Given, deployment: { exists?: number; ready?: number; asked?: number } = {}) => {
  const facts = autoscalerSchema.parse(autoscaler(given));
  const asked = deployment.asked ?? facts.current;
  return demandOf(facts, { asked, exists: deployment.exists ?? asked, ready: deployment.ready ?? asked });
};

describe('what a share of a total asks for', () => {
  test('is not a replica more because shares are rounded up', () => {
    // 8 tickets, 3 replicas: 2666.7 thousandths each, told as 2667.
    expect(demanded({ replicas: 3, lag: '2667m', spec: { metrics: [lagMetric('4')] } })?.replicas).toBe(2);
  });

  test('is what the controller reckons from the total itself', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 64 }),
        (lag, had, target) => {
          const share = `${Math.ceil((lag * 1000) / had)}m`;
          const metrics = [lagMetric(String(target))];
          const demand = demanded({ replicas: had, lag: share, spec: { metrics } });
          expect(demand?.replicas).toBe(Math.ceil(lag / target));
        },
      ),
    );
  });

  test('is of the pods there were: those that a quota lets be, and not those that came since', () => {
    expect(demanded({ replicas: 8, lag: '16' }, { exists: 5 })?.replicas).toBe(10);
    const scaledUp = { replicas: 4, lag: '16', status: { desiredReplicas: 8 } };
    expect(demanded(scaledUp, { asked: 8, exists: 8 })?.replicas).toBe(8);
    const scaledDown = { replicas: 8, lag: '1', status: { desiredReplicas: 4 } };
    expect(demanded(scaledDown, { asked: 4, exists: 4 })?.replicas).toBe(1);
    // Somebody changed it by hand meanwhile.
    expect(demanded({ replicas: 3, lag: '8' }, { asked: 6, exists: 6 })?.replicas).toBe(3);
  });
});

test('a value asks for as many times the ready replicas', () => {
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
    ['where a number is none', { lag: 'many' }],
    ['where the target is 0', { spec: { metrics: [lagMetric('0')] } }],
    ['of a share of no replicas', { replicas: 0 }],
  ])('%s', (_what, given) => {
    expect(demanded(given)).toBeUndefined();
  });

  test('where one of two metrics is missing and the other asks for fewer', () => {
    const metrics = [lagMetric('8'), ageMetric('90')];
    const half = (lag: string) =>
      demanded({ spec: { metrics }, status: { currentMetrics: [lagStatus(lag), { type: '' }] } });
    expect(half('4')).toBeUndefined();
    expect(half('16')?.replicas).toBe(8);
  });
});
