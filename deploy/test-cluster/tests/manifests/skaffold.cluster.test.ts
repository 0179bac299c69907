import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manifestsOf } from '../../../charts/rendering/helm.ts';
import { skaffoldSchema } from '../../artifacts/skaffold-schema.ts';
import { root } from '../../settings/settings.ts';
import { schemaProblems } from './kubeconform.ts';

const text = readFileSync(join(root, 'skaffold.yaml'), 'utf8');
const problems = (yaml: string) => schemaProblems(manifestsOf(yaml), skaffoldSchema.file);

test("skaffold.yaml is as Skaffold's own schema wants it", async () => {
  expect(text).toContain(`apiVersion: skaffold/${skaffoldSchema.apiVersion}\n`);
  expect(await problems(text)).toEqual([]);
});

test.each([
  ['a key that there is not', 'chartPath:', 'chartpath:'],
  ['a list that is a text', 'valuesFiles: [deploy/kind/kafka-lag-metrics.yaml]', 'valuesFiles: deploy'],
])('%s is found', async (_what, right, wrong) => {
  expect(text).toContain(right);
  expect((await problems(text.replace(right, wrong))).length).toBeGreaterThan(0);
});
