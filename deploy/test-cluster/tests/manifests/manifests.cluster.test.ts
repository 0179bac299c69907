import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../../charts/rendering/helm.ts';
import { kubectl } from '../kubernetes/kubectl.ts';
import { applyCrds } from './crds.ts';
import { prepareDryRuns, refusals, writeAccounts } from './dry-run.ts';
import { ignoredChecks, scoreProblems } from './kube-score.ts';
import { schemaProblems } from './kubeconform.ts';
import { isChecked, manifestSets, namespace, unchecked } from './manifest-sets.ts';
import { writeSchemas } from './schemas.ts';

const sets = Object.entries(await manifestSets()).map(([name, manifests]) => ({ name, manifests }));
const all = sets.flatMap(({ manifests }) => manifests);
const dir = mkdtempSync(join(tmpdir(), 'cupcakery-manifests-'));
const schemas = join(dir, 'schemas');
let kubeconfig = '';

beforeAll(async () => {
  await applyCrds();
  kubeconfig = await prepareDryRuns(dir);
  await writeAccounts(all);
  await writeSchemas(schemas);
});

afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--wait=false');
});

describe.each(sets)('$name', ({ name, manifests }) => {
  const checked = manifests.filter(isChecked);

  test('fits the schemas of Kubernetes and of the CRDs', async () => {
    expect(await schemaProblems(checked, schemas)).toEqual([]);
  });

  test('is accepted by the API server, where only restricted pods may run', async () => {
    expect(await refusals(checked, kubeconfig)).toEqual([]);
  });

  test('passes kube-score', async () => {
    expect((await scoreProblems(name, manifests)).problems).toEqual([]);
  });
});

test('only kinds whose schema is not published are left out', () => {
  const left = all.filter((one) => !isChecked(one)).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  expect([...new Set(left)].sort()).toEqual(unchecked);
});

test('no check of kube-score is ignored that finds nothing anyway', async () => {
  const found = await Promise.all(sets.map(({ name, manifests }) => scoreProblems(name, manifests)));
  expect([...new Set(found.flatMap(({ ignored }) => ignored))].sort()).toEqual([...ignoredChecks].sort());
});

/** The first object of a kind, with one field changed. */
function spoilt(kind: string, path: string, value: unknown): Manifest {
  const found = all.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`There is no ${kind}.`);
  const copy = structuredClone(found);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  Reflect.set(
    keys.reduce<object>((at, key) => Object(Reflect.get(at, key)), copy),
    last,
    value,
  );
  return copy;
}

const container = 'spec.template.spec.containers.0';

describe('these checks would find', () => {
  test.each<[string, string, string, unknown]>([
    ['a misspelt field', 'Deployment', 'spec.replcas', 2],
    ['a misspelt field deep inside', 'StatefulSet', `${container}.securityContext.priviledged`, false],
    ['text for a number', 'HorizontalPodAutoscaler', 'spec.maxReplicas', '4'],
    ['a version of an API that is gone', 'HorizontalPodAutoscaler', 'apiVersion', 'autoscaling/v2beta2'],
    ['a role that nodes of Kafka do not have', 'KafkaNodePool', 'spec.roles.0', 'leader'],
    ['a port that Strimzi keeps for itself', 'Kafka', 'spec.kafka.listeners.0.port', 9091],
    ['an operation that Kafka does not know', 'KafkaUser', 'spec.authorization.acls.0.operations.0', 'Look'],
    ['a topic of no partitions', 'KafkaTopic', 'spec.partitions', 0],
    ['a misspelt field of a rule', 'PrometheusRule', 'spec.groups.0.rules.0.expression', 'up'],
    ['a metric endpoint without its list', 'PodMonitor', 'spec.podMetricsEndpoints', 'admin'],
    ['a way to match that routes do not have', 'HTTPRoute', 'spec.rules.0.matches.0.path.type', 'Begins'],
    ['a trigger of KEDA without a type', 'ScaledObject', 'spec.triggers.0', { metadata: {} }],
    ['a certificate without a secret', 'Certificate', 'spec.secretName', undefined],
  ])('%s', async (_, kind, path, value) => {
    const wrong = spoilt(kind, path, value);
    expect(await schemaProblems([wrong], schemas)).toHaveLength(1);
    expect(await refusals([wrong], kubeconfig)).not.toEqual([]);
  });

  test.each<[string, string, unknown]>([
    ['a container that may gain rights', `${container}.securityContext.allowPrivilegeEscalation`, true],
    ['a pod that may run as root', 'spec.template.spec.securityContext.runAsNonRoot', false],
    ["the node's network", 'spec.template.spec.hostNetwork', true],
  ])('%s, in the workload and in its pod', async (_, path, value) => {
    const refused = await refusals([spoilt('Deployment', path, value)], kubeconfig);
    expect(refused).toHaveLength(2);
    for (const line of refused) expect(line).toMatch(/violate.? PodSecurity "restricted:latest"/);
  });

  test('what kube-score checks', async () => {
    const wrong = spoilt('Deployment', `${container}.image`, 'cupcakery/services:latest');
    const { problems } = await scoreProblems('gke', [wrong]);
    expect(problems.join('\n')).toContain('container-image-tag');
  });
});
