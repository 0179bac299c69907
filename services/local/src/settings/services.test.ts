import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../toolbox/repository.ts';
import { servicesOf } from './services.ts';
import { loadSettings } from './settings.ts';

const cupcakes = readFileSync(join(root, 'charts/cupcakery/workflows/cupcakes.yaml'), 'utf8');
const tea = `
name: tea
title: Tea
promise: 5m
partitions: 3
details: { type: object, required: [kind], properties: { kind: { type: string } } }
stages:
  - { name: boil, done: boiled, verb: boil, topic: toboil, role: tea-cook, mode: timer, takes: 0s }
results: { topic: servedtea }
`;

/** The settings of a copy with these workflow files beside cupcakes. */
function settingsWith(files: Record<string, string>, env: Record<string, string> = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'cupcakery-workflows-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ 'cupcakes.yaml': cupcakes, ...files })) {
    writeFileSync(join(dir, name), text);
  }
  return loadSettings({ WORKFLOWS_DIR: dir, ...env });
}

test('every workflow file has a processor and workers of its own, with probes of their own', () => {
  const services = servicesOf(settingsWith({ 'tea.yaml': tea }));
  expect(services.map(({ name }) => name)).toEqual([
    'demo-identity-provider',
    'order-processor',
    'stage-worker',
    'order-processor-tea',
    'stage-worker-tea',
    'order-api',
    'gateway',
    'shop',
    'lag-exporter',
  ]);
  const ports = services.map(({ adminPort }) => adminPort);
  expect(new Set(ports).size).toBe(ports.length);
  const workflowOf = (name: string) => services.find((one) => one.name === name)?.env.WORKFLOW;
  expect([workflowOf('stage-worker'), workflowOf('stage-worker-tea')]).toEqual(['cupcakes', 'tea']);
});

test('services that check tokens fetch keys from the provider of their own copy', () => {
  const settings = settingsWith({}, { PORT: '9080', KAFKA_PORT: '9192', AUTH: 'required' });
  const secrets = { DEMO_CLIENT_SECRET: 'a', SERVICES_CLIENT_SECRET: 'b', SHOP_CLIENT_SECRET: 'c' };
  const services = servicesOf(settings, secrets);
  const of = (name: string) => services.find((one) => one.name === name);
  for (const name of ['order-api', 'gateway', 'shop']) {
    expect(of(name)?.env).toMatchObject({
      AUTH: 'required',
      OIDC_ISSUER: 'http://localhost:9080/auth',
      OIDC_AUDIENCE: 'cupcakery',
      OIDC_JWKS_URL: 'http://127.0.0.1:9282/auth/jwks',
    });
  }
  expect(of('demo-identity-provider')).toMatchObject({
    port: 9282,
    early: true,
    env: { ISSUER: 'http://localhost:9080/auth', ...secrets },
  });
  expect(services.filter(({ env }) => 'SHOP_CLIENT_SECRET' in env).map(({ name }) => name)).toEqual([
    'demo-identity-provider',
  ]);
});

test('a workflow file that cannot be used stops make up with its file, path and reason', () => {
  const broken = tea.replace('mode: timer', 'mode: magic');
  expect(() => settingsWith({ 'tea.yaml': broken })).toThrow(/tea.yaml: stages.0.mode: /);
});
