import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ofKind, render, type Values } from './rendering/helm.ts';
import { environmentOf, podsOf, programOf } from './rendering/pods.ts';
import { demoSignIn, renderings } from './rendering/renderings.ts';

const ports = z.looseObject({ ports: z.array(z.looseObject({ port: z.number() })) });

/** What the gateway is configured with to call its neighbours in its own name. */
function clientOf(values: Values): Record<string, string> {
  const containers = podsOf(render('cupcakery', { values })).flatMap(({ spec }) => spec.containers);
  const gateway = containers.find((one) => programOf(one) === 'gateway');
  if (!gateway) throw new Error('no gateway is rendered');
  const environment = Object.entries(environmentOf(gateway));
  return Object.fromEntries(environment.filter(([name]) => name.startsWith('SERVICE_')));
}

describe("the gateway's own client", () => {
  test('is that of the values, with its secret from a file', () => {
    expect(clientOf(renderings.certificates?.values ?? {})).toEqual({
      SERVICE_CLIENT_ID: 'cupcakery-services',
      SERVICE_CLIENT_SECRET_FILE: '/etc/service-client/secret',
      SERVICE_TOKEN_SCOPE: 'orders',
    });
  });

  test('is that of the demo sign-in, at the service of its provider', () => {
    expect(clientOf(demoSignIn)).toEqual({
      SERVICE_CLIENT_ID: 'cupcakery-services',
      SERVICE_CLIENT_SECRET_FILE: '/etc/service-client/secret',
      SERVICE_TOKEN_URL: 'http://cupcakery-demo-identity-provider:8085/auth/token',
    });
  });

  test('is absent without a secret', () => {
    expect(clientOf({})).toEqual({});
  });
});

describe('kafka-lag-metrics', () => {
  const servicePorts = (values: Values) =>
    ofKind(render('kafka-lag-metrics', { values }), 'Service').map(({ spec }) =>
      ports.parse(spec).ports.map(({ port }) => port),
    );

  test('has a port for JSON only where it can check tokens', () => {
    const oidc = { issuer: 'https://id.example.com', audience: 'cupcakery' };
    expect(servicePorts({})).toEqual([[443]]);
    expect(servicePorts({ oidc })).toEqual([[8083, 443]]);
    expect(servicePorts({ oidc, externalMetrics: { enabled: false } })).toEqual([[8083]]);
    expect(servicePorts({ externalMetrics: { enabled: false } })).toEqual([]);
  });
});

describe.each(['cupcakery', 'kafka-lag-metrics'] as const)('metrics of %s', (chart) => {
  const values = {
    monitoring: { metricsToken: { secret: 'prometheus', key: 'bearer' }, podMonitor: { enabled: true } },
  };

  test('need the token of a secret in every pod, and the PodMonitor shows it', () => {
    const manifests = render(chart, { values });
    const pods = podsOf(manifests).filter(({ owner }) => owner.kind === 'Deployment');
    const files = pods.flatMap(({ spec }) =>
      spec.containers.map((one) => environmentOf(one).METRICS_TOKEN_FILE),
    );
    expect(new Set(files)).toEqual(new Set(['/etc/metrics/token']));
    expect(JSON.stringify(ofKind(manifests, 'PodMonitor'))).toContain(
      '"authorization":{"credentials":{"name":"prometheus","key":"bearer"}}',
    );
  });
});
