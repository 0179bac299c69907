import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@cupcakery/local/toolbox/repository';
import { expect, test } from 'vitest';
import { versions } from './versions.ts';

const text = (file: string) => readFileSync(join(root, file), 'utf8');
const modules = text('deploy/test-cluster/programs/go.mod');

test.each([
  ['k8s.io/kubernetes', versions.kubernetes],
  ['helm.sh/helm/v3', versions.helm],
  ['github.com/yannh/kubeconform', versions.kubeconform],
])('the test cluster calls %s what it builds', (module, version) => {
  expect(modules).toContain(`\t${module} v${version}\n`);
});

test('all modules of Kubernetes are of its version', () => {
  const replaced = [...modules.matchAll(/^\tk8s\.io\/[\w-]+ => k8s\.io\/[\w-]+ (\S+)$/gm)].map(([, v]) => v);
  expect(new Set(replaced)).toEqual(new Set([versions.kubernetes.replace(/^1\./, 'v0.')]));
});

test('the charts are checked with the Helm that the cluster has', () => {
  expect(text('deploy/charts/check.sh')).toContain(`version=v${versions.helm}\n`);
});
