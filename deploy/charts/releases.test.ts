import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Manifest, ofKind, render } from './rendering/helm.ts';
import { podsOf } from './rendering/pods.ts';
import { onlyTea } from './rendering/renderings.ts';

const key = ({ apiVersion, kind, metadata }: Manifest) =>
  `${apiVersion} ${kind} ${metadata.namespace ?? ''} ${metadata.name}`;

test('two releases in one namespace share no object', () => {
  const one = render('cupcakery', { release: 'one' }).map(key);
  const beside = { ...onlyTea, staff: { createTopic: false } };
  const other = new Set(render('cupcakery', { release: 'other', values: beside }).map(key));
  expect(one.filter((name) => other.has(name))).toEqual([]);
});

test('no selector of one release meets a pod of the other', () => {
  const selector = z.record(z.string(), z.string());
  const shapes = [
    z
      .looseObject({ selector: z.looseObject({ matchLabels: selector }) })
      .transform((s) => s.selector.matchLabels),
    z
      .looseObject({ podSelector: z.looseObject({ matchLabels: selector }) })
      .transform((s) => s.podSelector.matchLabels),
    z.looseObject({ selector }).transform((s) => s.selector),
  ];
  const one = render('cupcakery', {
    release: 'one',
    values: { monitoring: { podMonitor: { enabled: true } } },
  });
  const selectors = one.flatMap(({ spec, kind, metadata }) => {
    const found = shapes.map((shape) => shape.safeParse(spec)).find((result) => result.success);
    return found?.data ? [{ of: `${kind} ${metadata.name}`, labels: found.data }] : [];
  });
  expect(selectors.length).toBeGreaterThan(20);
  const strangers = podsOf(render('cupcakery', { release: 'other' }));
  for (const { of, labels } of selectors) {
    const met = strangers.filter((pod) =>
      Object.entries(labels).every(([name, value]) => pod.labels[name] === value),
    );
    expect(
      met.map(({ owner }) => owner.metadata.name),
      of,
    ).toEqual([]);
  }
});

test('every selector meets the pods that it is for', () => {
  const manifests = render('cupcakery');
  const pods = podsOf(manifests);
  for (const { spec, metadata } of [
    ...ofKind(manifests, 'Service'),
    ...ofKind(manifests, 'PodDisruptionBudget'),
  ]) {
    const { selector } = z.looseObject({ selector: z.looseObject({}) }).parse(spec);
    const labels = z.record(z.string(), z.string()).parse(selector.matchLabels ?? selector);
    const met = pods.filter((pod) =>
      Object.entries(labels).every(([name, value]) => pod.labels[name] === value),
    );
    expect(met, metadata.name).toHaveLength(1);
  }
});

test('names stay within 52 characters, and long ones differ', () => {
  const long = `${'a'.repeat(30)}-${'b'.repeat(20)}`;
  const names = render('cupcakery', { release: long }).map(key);
  expect(new Set(names).size).toBe(names.length);
  const own = render('cupcakery', { release: long }).filter(({ kind }) => kind !== 'KafkaTopic');
  for (const { kind, metadata } of own)
    expect(metadata.name.length, `${kind} ${metadata.name}`).toBeLessThanOrEqual(52);
});

test('cluster-scoped objects of the lag exporter have names of its release', () => {
  const clusterWide = (release: string, namespace: string) =>
    render('kafka-lag-metrics', { release, namespace, values: { externalMetrics: { enabled: false } } })
      .filter(({ kind }) => kind.startsWith('ClusterRole'))
      .map(key);
  expect(clusterWide('lag', 'a').filter((name) => clusterWide('lag', 'b').includes(name))).toEqual([]);
});
