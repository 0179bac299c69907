import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ofKind, type Rendering, render, type Values } from './rendering/helm.ts';
import { environmentOf, podsOf } from './rendering/pods.ts';
import { demoSignIn, onlyTea, renderings, tea } from './rendering/renderings.ts';

const labels = z.record(z.string(), z.string());
const selector = z.object({
  matchLabels: labels.default({}),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.literal('In'), values: z.array(z.string()) }))
    .default([]),
});
const peer = z.strictObject({
  podSelector: selector.optional(),
  namespaceSelector: selector.optional(),
  ipBlock: z.object({ cidr: z.string() }).optional(),
});
const port = z.object({ protocol: z.enum(['TCP', 'UDP']), port: z.number() });
const peers = z.array(peer).default([]);
const policySpec = z.strictObject({
  podSelector: selector,
  policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
  ingress: z.array(z.strictObject({ ports: z.array(port), from: peers })).default([]),
  egress: z.array(z.strictObject({ ports: z.array(port), to: peers })).default([]),
});
type Peer = z.infer<typeof peer>;

const meets = ({ matchLabels, matchExpressions }: z.infer<typeof selector>, pod: Record<string, string>) =>
  Object.entries(matchLabels).every(([name, value]) => pod[name] === value) &&
  matchExpressions.every(({ key, values }) => values.includes(pod[key] ?? ''));

/** Each allowed flow as a line: `gateway -> order-api TCP 8081`, `order-api <- namespace ingress-nginx TCP 8081`. */
function flowsOf(rendering: Rendering & { chart?: 'cupcakery' | 'kafka-lag-metrics' }): string[] {
  const manifests = render(rendering.chart ?? 'cupcakery', rendering);
  const pods = podsOf(manifests);
  const nameOf = (pod: Record<string, string>) =>
    pod['cupcakery.io/stage'] ?? pod['app.kubernetes.io/component'] ?? pod['app.kubernetes.io/name'] ?? '?';
  const peersOf = (peers: Peer[]): string[] =>
    peers.length === 0
      ? ['anywhere']
      : peers.flatMap(({ podSelector, namespaceSelector, ipBlock }) => {
          if (ipBlock) return [ipBlock.cidr];
          if (!namespaceSelector && podSelector) {
            return pods.filter((pod) => meets(podSelector, pod.labels)).map((pod) => nameOf(pod.labels));
          }
          const namespace = Object.values(namespaceSelector?.matchLabels ?? {})[0] ?? 'any';
          const selected = Object.values(podSelector?.matchLabels ?? {}).join(' ');
          return [`namespace ${namespace}${selected && `: ${selected}`}`];
        });
  const lines = ofKind(manifests, 'NetworkPolicy').flatMap(({ spec }) => {
    const policy = policySpec.parse(spec);
    const allowed = [
      ...policy.ingress.map(({ from, ports }) => ({ arrow: '<-', others: peersOf(from), ports })),
      ...policy.egress.map(({ to, ports }) => ({ arrow: '->', others: peersOf(to), ports })),
    ];
    return pods
      .filter((pod) => meets(policy.podSelector, pod.labels))
      .flatMap((pod) =>
        allowed.flatMap(({ arrow, others, ports }) =>
          others.flatMap((other) =>
            ports.map((p) => `${nameOf(pod.labels)} ${arrow} ${other} ${p.protocol} ${p.port}`),
          ),
        ),
      );
  });
  return [...new Set(lines)].sort();
}

const withoutDns = (flows: string[]) => flows.filter((flow) => !/ 53$/.test(flow));
const kafka = 'namespace shop: cupcakery Kafka TCP 9093';

describe('network policies', () => {
  test('allow exactly the flows that are needed', () => {
    const expected = ['mix', 'bake', 'decorate', 'package', 'ship', 'order-processor', 'order-api', 'gateway']
      .flatMap((name) => [`${name} -> ${kafka}`, `${name} <- namespace monitoring TCP 9100`])
      .concat([
        'gateway -> anywhere TCP 443',
        'gateway -> order-api TCP 8081',
        'gateway -> namespace any: kafka-lag-metrics TCP 8083',
        'gateway <- namespace ingress-nginx TCP 8082',
        'gateway <- test TCP 8082',
        'order-api -> anywhere TCP 443',
        'order-api <- gateway TCP 8081',
        'order-api <- namespace ingress-nginx TCP 8081',
        'order-api <- test TCP 8081',
        'web <- namespace ingress-nginx TCP 8080',
        'web <- namespace monitoring TCP 9100',
        'web <- test TCP 8080',
        'test <- namespace monitoring TCP 9100',
        ...['order-api', 'gateway', 'web'].flatMap((to) =>
          [8080, 8081, 8082].map((p) => `test -> ${to} TCP ${p}`),
        ),
      ]);
    expect(withoutDns(flowsOf({}))).toEqual(expected.sort());
  });

  test('allow DNS for every pod, and leave no pod without a policy', () => {
    const manifests = render('cupcakery', renderings['two workflows']);
    const denied = ofKind(manifests, 'NetworkPolicy')
      .map(({ spec }) => policySpec.parse(spec))
      .filter(({ policyTypes }) => policyTypes.length === 2);
    for (const pod of podsOf(manifests)) {
      expect(
        denied.some(({ podSelector }) => meets(podSelector, pod.labels)),
        pod.owner.metadata.name,
      ).toBe(true);
    }
    expect(flowsOf({}).filter((flow) => / 53$/.test(flow)).length).toBe(10 * 2);
  });

  test('let the services of an order send their spans, to any address or the receiver', () => {
    const flows = (values: Values) =>
      withoutDns(flowsOf({ values })).filter((flow) => flow.endsWith(' 4318'));
    const names = ['bake', 'decorate', 'gateway', 'mix', 'order-api', 'order-processor', 'package', 'ship'];
    const tracing = { endpoint: 'http://otel.observability:4318' };
    expect(flows({})).toEqual([]);
    expect(flows({ tracing })).toEqual(names.map((name) => `${name} -> anywhere TCP 4318`));
    const receiver = [
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'observability' } } },
    ];
    expect(flows({ tracing, networkPolicy: { tracing: receiver } })).toEqual(
      names.map((name) => `${name} -> namespace observability TCP 4318`),
    );
  });

  test('let services fetch keys of the demo sign-in, and browsers reach it by the ingress', () => {
    const own = (flow: string) => flow.includes('demo-identity-provider');
    expect(withoutDns(flowsOf({ values: demoSignIn })).filter(own)).toEqual([
      'demo-identity-provider <- gateway TCP 8085',
      'demo-identity-provider <- namespace any: kafka-lag-metrics TCP 8085',
      'demo-identity-provider <- namespace ingress-nginx TCP 8085',
      'demo-identity-provider <- namespace monitoring TCP 9100',
      'demo-identity-provider <- order-api TCP 8085',
      'demo-identity-provider <- test TCP 8085',
      'gateway -> demo-identity-provider TCP 8085',
      'order-api -> demo-identity-provider TCP 8085',
    ]);
  });

  test('let an http stage reach its target only', () => {
    expect(flowsOf({ values: onlyTea })).toContain('boil -> anywhere TCP 9000');
    const egress = [
      {
        to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kitchen' } } }],
        ports: [{ protocol: 'TCP', port: 9000 }],
      },
    ];
    const narrowed: Values = { ...onlyTea, stages: { 'tea-time.boil': { egress } } };
    expect(withoutDns(flowsOf({ values: narrowed })).filter((flow) => flow.startsWith('boil ->'))).toEqual([
      'boil -> namespace kitchen TCP 9000',
      `boil -> ${kafka}`,
    ]);
  });

  test('let a worker that needs a token reach its provider, and give it its secrets as files', () => {
    const client = { tokenUrl: 'https://id.example.com/token', id: 'kettle', secret: 'kettle-client' };
    const boil = { ...tea.stages[0], auth: { client } };
    const values: Values = {
      ...onlyTea,
      workflows: { files: '', inline: { 'tea-time': { ...tea, stages: [boil] } } },
      stages: { 'tea-time.boil': { secret: 'kettle-secrets' } },
    };
    expect(withoutDns(flowsOf({ values })).filter((flow) => flow.startsWith('boil ->'))).toEqual([
      'boil -> anywhere TCP 443',
      'boil -> anywhere TCP 9000',
      `boil -> ${kafka}`,
    ]);
    const worker = podsOf(render('cupcakery', { values })).find(
      ({ labels }) => labels['cupcakery.io/stage'] === 'boil',
    );
    expect(worker?.spec.volumes).toContainEqual({
      name: 'secrets',
      secret: { secretName: 'kettle-secrets', defaultMode: 0o440 },
    });
    const [container] = worker?.spec.containers ?? [];
    expect(container?.volumeMounts).toContainEqual({
      name: 'secrets',
      mountPath: '/var/run/cupcakery/secrets',
      readOnly: true,
    });
    expect(container && environmentOf(container).SECRETS_DIR).toBe('/var/run/cupcakery/secrets');
  });

  test('go to the ports of another Kafka', () => {
    const flows = withoutDns(flowsOf(renderings['another Kafka'] ?? {})).filter((flow) =>
      flow.startsWith('mix ->'),
    );
    expect(flows).toEqual(['mix -> anywhere TCP 9093', 'mix -> anywhere TCP 9193']);
  });

  test('of the lag exporter name the API server by port only', () => {
    expect(withoutDns(flowsOf({ chart: 'kafka-lag-metrics' }))).toEqual([
      'kafka-lag-metrics -> anywhere TCP 443',
      'kafka-lag-metrics -> anywhere TCP 6443',
      `kafka-lag-metrics -> ${kafka}`,
      'kafka-lag-metrics <- anywhere TCP 8443',
      'kafka-lag-metrics <- namespace monitoring TCP 9100',
    ]);
  });

  test('let readers and the exporter’s own requests for keys through once it checks tokens', () => {
    const oidc = { issuer: 'https://id.example.com', audience: 'x', jwksUrl: 'http://id.auth.svc:8085/jwks' };
    const values = { oidc, externalMetrics: { enabled: false }, explainScaling: { enabled: false } };
    expect(withoutDns(flowsOf({ chart: 'kafka-lag-metrics', values }))).toEqual([
      'kafka-lag-metrics -> anywhere TCP 8085',
      `kafka-lag-metrics -> ${kafka}`,
      'kafka-lag-metrics <- namespace any: gateway TCP 8083',
      'kafka-lag-metrics <- namespace monitoring TCP 9100',
    ]);
  });
});
