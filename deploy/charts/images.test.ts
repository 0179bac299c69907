import { describe, expect, test } from 'vitest';
import { type Chart, refusal, render, type Values } from './rendering/helm.ts';
import { podsOf } from './rendering/pods.ts';
import { renderings } from './rendering/renderings.ts';

const imagesOf = (chart: Chart, values: Values) => {
  const containers = podsOf(render(chart, { values })).flatMap(({ spec }) => spec.containers);
  return [...new Set(containers.map(({ image }) => image))].toSorted();
};

test.each(Object.entries(renderings))(
  '%s pulls nothing from a registry that it does not name',
  (_, rendering) => {
    const containers = podsOf(render(rendering.chart, rendering)).flatMap(({ spec }) => spec.containers);
    expect(containers.length).toBeGreaterThan(0);
    for (const { image } of containers)
      expect(image).toMatch(/^(registry\.example\.com\/shop|localhost)\/cupcakery\//);
  },
);

describe.each<[Chart, (image: object) => Values]>([
  ['cupcakery', (services) => ({ image: { services, web: { repository: 'localhost/cupcakery/web' } } })],
  ['kafka-lag-metrics', (image) => ({ image })],
])('%s', (chart, valuesOf) => {
  test('refuses names of images that anybody could publish', () => {
    expect(refusal(chart, valuesOf({}))).toBe(
      'cupcakery/services names no registry, so it would be pulled from docker.io, where anybody may have taken the name: set image.registry to yours, such as europe-docker.pkg.dev/project/repo, or to localhost for images that only the nodes have.',
    );
  });

  test.each(['shop/services', 'services', 'shop/my.own/services'])('refuses %s', (repository) =>
    expect(refusal(chart, valuesOf({ repository }))).toMatch(/names no registry/),
  );

  test.each([
    'localhost/services',
    'kitchen:5000/services',
    'europe-docker.pkg.dev/a/b/services',
    '10.0.0.7/services',
  ])('accepts %s', (repository) => expect(refusal(chart, valuesOf({ repository }))).toBeUndefined());
});

test('the registry stands before each repository, and a digest wins over a tag', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const values = {
    image: { registry: 'eu.example.com/shop/', services: { digest, tag: 'old' }, web: { tag: '7' } },
  };
  expect(imagesOf('cupcakery', values)).toEqual([
    `eu.example.com/shop/cupcakery/services@${digest}`,
    'eu.example.com/shop/cupcakery/web:7',
  ]);
  const lag = { image: { registry: 'eu.example.com', repository: 'lag', digest } };
  expect(imagesOf('kafka-lag-metrics', lag)).toEqual([`eu.example.com/lag@${digest}`]);
});

test('without the web app its image needs no name', () => {
  const image = { services: { repository: 'localhost/services' } };
  expect(refusal('cupcakery', { image, web: { enabled: false } })).toBeUndefined();
});
