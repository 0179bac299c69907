import { readFileSync } from 'node:fs';
import { parseWorkflows } from '@cupcakery/workflow/file/workflow-files';
import { describe, expect, test } from 'vitest';
import { refusal, type Values } from './rendering/helm.ts';
import { tea } from './rendering/renderings.ts';

const cases: [wrong: string, values: Values, sentence: string | RegExp][] = [
  [
    'nobody to sign in with',
    { oidc: {} },
    'Set oidc.issuer and oidc.audience: without them every caller would be an administrator, so order-api and gateway refuse to start.',
  ],
  [
    'a demo sign-in for the world',
    {
      oidc: { issuer: 'https://id.example.com/auth', audience: 'cupcakery' },
      demoIdentityProvider: { enabled: true },
    },
    'demoIdentityProvider asks nobody for a password, so oidc.issuer must be on localhost, not id.example.com: set it to an address such as http://localhost:8080/auth, or use another provider.',
  ],
  [
    'a demo sign-in at a name that only looks local',
    {
      oidc: { issuer: 'http://localhost.evil.example/auth', audience: 'cupcakery' },
      demoIdentityProvider: { enabled: true },
    },
    /must be on localhost, not localhost\.evil\.example/,
  ],
  [
    'a demo sign-in in place of the web app',
    {
      oidc: { issuer: 'http://localhost:8080', audience: 'cupcakery' },
      demoIdentityProvider: { enabled: true },
    },
    'demoIdentityProvider shares its origin with the web app, so oidc.issuer needs a path, such as http://localhost:8080/auth.',
  ],
  [
    'a demo sign-in with tokens for others',
    {
      oidc: { issuer: 'http://localhost:8080/auth', audience: 'shop' },
      demoIdentityProvider: { enabled: true },
    },
    'oidc.audience is shop, but the tokens of demoIdentityProvider are for cupcakery.',
  ],
  [
    'no Kafka',
    { kafka: { cluster: '' }, topics: { create: 'none' }, users: { create: 'none' } },
    'Kafka has no address: set kafka.cluster to the name of a Strimzi Kafka, or kafka.brokers to host:port of another one.',
  ],
  [
    'Strimzi without a cluster',
    { kafka: { cluster: '', brokers: ['a:9092'] } },
    'topics.create and users.create are strimzi, but kafka.cluster names no Strimzi Kafka: set it, or topics.create to job or none and users.create to none.',
  ],
  [
    'users that Strimzi cannot make',
    { kafka: { authentication: 'plain' } },
    'Strimzi makes users for scram-sha-512 or tls, not for kafka.authentication plain: change it, or set users.create to none.',
  ],
  [
    'certificates without TLS',
    { kafka: { authentication: 'tls', tls: false } },
    'kafka.authentication tls needs kafka.tls: certificates are shown in the TLS handshake.',
  ],
  [
    'more acknowledgments than copies',
    { topics: { replicas: 1 } },
    'topics.minInsyncReplicas is 2, above topics.replicas 1: no record could ever be written.',
  ],
  [
    'more replicas than partitions',
    { stages: { 'cupcakes.bake': { maxReplicas: 13 } } },
    'Stage cupcakes.bake may have 13 replicas, but its topic has 12 partitions: a replica above that never gets work.',
  ],
  [
    'more replicas than partitions for all stages',
    { scaling: { maxReplicas: 100 } },
    'Stage cupcakes.mix may have 100 replicas, but its topic has 12 partitions: a replica above that never gets work.',
  ],
  [
    'a fixed number above the partitions',
    { stages: { 'cupcakes.bake': { replicas: 13 } } },
    'Stage cupcakes.bake may have 13 replicas, but its topic has 12 partitions: a replica above that never gets work.',
  ],
  [
    'a least above the most',
    { stages: { 'cupcakes.bake': { minReplicas: 5, maxReplicas: 4 } } },
    'Stage cupcakes.bake has minReplicas 5 above its most, 4.',
  ],
  [
    'credentials without their secrets',
    {
      workflows: {
        files: '',
        inline: { tea: { ...tea, stages: [{ ...tea.stages[0], auth: { signature: 'kettle' } }] } },
      },
      orderApi: { factoryWorkflow: 'tea-time' },
    },
    'Stage tea-time.boil has auth, but its worker no secrets: set stages.tea-time.boil.secret to the name of a Secret whose keys are the names in auth.',
  ],
  [
    'a stage that there is not',
    { stages: { 'cupcakes.fry': { rounds: 2 } } },
    'stages.cupcakes.fry names no stage; there are cupcakes.mix, cupcakes.bake, cupcakes.decorate, cupcakes.package, cupcakes.ship.',
  ],
  [
    'an unknown source of lag',
    { scaling: { source: 'guess' } },
    /scaling\/source.*'builtin', 'external', 'keda'/,
  ],
  ['an unknown value', { orderAPI: { replicas: 3 } }, /additional properties 'orderAPI' not allowed/],
  [
    'too little memory for order-api',
    { orderApi: { maxOrders: 200_000 } },
    'orderApi.resources.limits.memory is 512Mi, but orderApi.maxOrders 200000 in 1 workflow(s) needs 1322Mi: raise the one or lower the other.',
  ],
  [
    'too little memory for the gateway',
    { gateway: { maxOrders: 200_000 } },
    'gateway.resources.limits.memory is 768Mi, but gateway.maxOrders 200000, resumeEvents 20000 and maxFrameBytes 67108864 in 1 workflow(s) need 1445Mi: raise the one or lower the others.',
  ],
  [
    'memory that a second workflow would need',
    { workflows: { inline: { 'tea-time': tea } } },
    'orderApi.resources.limits.memory is 512Mi, but orderApi.maxOrders 50000 in 2 workflow(s) needs 736Mi: raise the one or lower the other.',
  ],
  [
    'an unknown mode',
    {
      workflows: {
        files: '',
        inline: { tea: { ...tea, stages: [{ ...tea.stages[1], mode: 'magic' }] } },
      },
    },
    'Stage tea-time.pour has mode "magic"; there are timer, http and manual.',
  ],
  [
    'two workflows of one name',
    { workflows: { files: '', inline: { a: tea, b: tea } } },
    'Workflow tea-time is described twice, in a.yaml and b.yaml; give one another name.',
  ],
  [
    'two workflows with one topic',
    { workflows: { inline: { tea: { ...tea, results: { topic: 'readytobake' } } } } },
    'Topic readytobake is used by workflows cupcakes and tea-time; topics belong to one workflow.',
  ],
  [
    'no workflow',
    { workflows: { files: '' } },
    "There is no workflow: set workflows.files to a pattern of the chart's files, or describe one in workflows.inline.",
  ],
  [
    'a workflow that is no YAML',
    { workflows: { inline: { tea: 'name: [' } } },
    /^Workflow file tea\.yaml cannot be read: /,
  ],
  [
    'scaling on an age that has no target',
    { workflows: { files: '', inline: { tea } }, stages: { 'tea-time.sweeten': { age: true } } },
    'Stage tea-time.sweeten shall scale on age, but its workflow file gives it no target.',
  ],
  [
    'an ingress without a name',
    { ingress: { enabled: true } },
    'ingress.enabled needs ingress.host: the name under which callers reach all paths.',
  ],
  [
    'a route without a Gateway',
    { httpRoute: { enabled: true } },
    'httpRoute.enabled needs httpRoute.parentRefs: the Gateways that carry the route.',
  ],
  [
    'a shutdown that is over before it begins',
    { shutdown: { delayMs: 25_000 } },
    'shutdown.timeoutMs must be above shutdown.delayMs: it includes the delay.',
  ],
  [
    'memory that is no amount',
    { orderApi: { resources: { limits: { memory: 'plenty' } } } },
    /orderApi\/resources\/limits\/memory/,
  ],
];

describe('cupcakery refuses, in one sentence that says what to do,', () => {
  test.each(cases)('%s', (_, values, sentence) => {
    const message = refusal('cupcakery', values);
    if (typeof sentence === 'string') expect(message).toBe(sentence);
    else expect(message).toMatch(sentence);
  });
});

test.each<[string, Values, string]>([
  [
    'no Kafka',
    { kafka: { cluster: '', user: { create: 'none' } } },
    'Kafka has no address: set kafka.cluster to the name of a Strimzi Kafka, or kafka.brokers to host:port of another one.',
  ],
  [
    'a certificate that is nowhere',
    { externalMetrics: { certificate: { source: 'existing' } } },
    'externalMetrics.certificate.source existing needs externalMetrics.certificate.secret, with tls.crt, tls.key and ca.crt.',
  ],
  [
    'users that Strimzi cannot make',
    { kafka: { authentication: 'none' } },
    'Strimzi makes users for scram-sha-512 or tls, not for kafka.authentication none: change it, or set kafka.user.create to none.',
  ],
])('kafka-lag-metrics refuses %s', (_, values, sentence) => {
  expect(refusal('kafka-lag-metrics', values)).toBe(sentence);
});

test('the workflows that the charts and these tests use are ones that services take', () => {
  const name = 'charts/cupcakery/workflows/cupcakes.yaml';
  const files = [
    { name, text: readFileSync(name, 'utf8') },
    { name: 'tea.yaml', text: JSON.stringify(tea) },
  ];
  expect([...parseWorkflows(files).keys()]).toEqual(['cupcakes', 'tea-time']);
});
