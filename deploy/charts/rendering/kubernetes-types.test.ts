import { expect, test } from 'vitest';
import { render } from './helm.ts';
import { typeProblems } from './kubernetes-types.ts';
import { renderings } from './renderings.ts';

test.each(Object.entries(renderings))('%s: Kubernetes knows every field', (_, { chart, ...rendering }) => {
  expect(render(chart, rendering).flatMap(typeProblems)).toEqual([]);
});

test('a misspelt field and a number in quotes are found', () => {
  const metadata = { name: 'a', labels: {}, annotations: {} };
  const wrong = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { replcas: 1, minReadySeconds: '3' },
  };
  expect(typeProblems(wrong)).toEqual([
    'Deployment.spec.replcas: unknown',
    'Deployment.spec.minReadySeconds: "3" is no number',
  ]);
});
