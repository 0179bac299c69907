import { type Chart, image, type Rendering } from './helm.ts';

/** A second workflow, with what the first does not use: a manual stage, an http stage, a retired one, odd names. */
export const tea = {
  name: 'tea-time',
  title: 'Tea',
  promise: '5m',
  partitions: 3,
  details: { type: 'object' },
  stages: [
    {
      name: 'boil',
      done: 'boiled',
      verb: 'boil',
      topic: 'Tea_To_Boil',
      role: 'waiter',
      mode: 'http',
      url: 'http://kettle.kitchen.svc:9000/boil',
      capacity: 2,
      target: '1m',
      ticketRetention: '7d',
    },
    {
      name: 'pour',
      done: 'poured',
      verb: 'pour',
      topic: 'tea-to-pour',
      role: 'waiter',
      mode: 'manual',
      expected: '30s',
    },
    {
      name: 'sweeten',
      done: 'sweetened',
      verb: 'sweeten',
      topic: 'tea-to-sweeten',
      role: 'waiter',
      mode: 'timer',
      takes: '1s',
      retired: true,
    },
  ],
  results: { topic: 'tea-served' },
};

/** Tea instead of cupcakes. */
export const onlyTea = {
  workflows: { files: '', inline: { 'tea-time': tea } },
  orderApi: { factoryWorkflow: 'tea-time' },
};

const everything = {
  monitoring: {
    metricsToken: { secret: 'prometheus' },
    podMonitor: { enabled: true },
    rules: { enabled: true },
    dashboards: { enabled: true },
  },
  ingress: { enabled: true, host: 'cupcakes.example.com', className: 'nginx', tlsSecret: 'certificate' },
  tracing: { endpoint: 'http://otel.observability:4318', headersSecret: 'otel', sampleRatio: 0.000_01 },
  origins: ['https://kitchen.example.com', 'http://kiosk.example.com:8080'],
  web: { signIn: { origins: ['https://tokens.example.com'] } },
};

/** Where one signs in by choosing a person, on one machine. */
export const demoSignIn = {
  oidc: { issuer: 'http://localhost:8080/auth', audience: 'cupcakery' },
  demoIdentityProvider: { enabled: true, clientSecrets: 'clients' },
  ingress: { enabled: true, host: 'localhost' },
};

const externalKafka = {
  cluster: '',
  brokers: ['one.kafka.example.com:9093', 'two.kafka.example.com:9193'],
  ca: { secret: 'kafka-ca' },
};

/** The ways of installing that the charts offer; every check that holds always runs over all of them. */
export const renderings: Record<string, { chart: Chart } & Rendering> = {
  default: { chart: 'cupcakery' },
  everything: { chart: 'cupcakery', values: everything },
  kind: { chart: 'cupcakery', files: ['deploy/kind/cupcakery.yaml'] },
  'kind with the demo sign-in': {
    chart: 'cupcakery',
    files: ['deploy/kind/cupcakery.yaml', 'deploy/kind/demo-sign-in.yaml'],
    values: { oidc: demoSignIn.oidc },
  },
  debug: { chart: 'cupcakery', files: ['deploy/kind/cupcakery.yaml', 'deploy/kind/debug.yaml'] },
  gke: {
    chart: 'cupcakery',
    files: ['deploy/gke/cupcakery.yaml'],
    values: { image, httpRoute: { hostnames: ['cupcakes.example.com'] } },
  },
  'demo sign-in': { chart: 'cupcakery', values: demoSignIn },
  'two workflows': {
    chart: 'cupcakery',
    values: {
      ...everything,
      workflows: { inline: { 'tea-time': tea } },
      orderApi: { resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } } },
      gateway: { resources: { requests: { memory: '1536Mi' }, limits: { memory: '1536Mi' } } },
      scaling: { age: true },
    },
  },
  'another adapter': { chart: 'cupcakery', values: { scaling: { source: 'external' } } },
  keda: { chart: 'cupcakery', values: { scaling: { source: 'keda' } } },
  'another Kafka': {
    chart: 'cupcakery',
    values: {
      kafka: {
        ...externalKafka,
        authentication: 'plain',
        users: { gateway: { name: 'reader', secret: 'r' } },
      },
      topics: { create: 'job' },
      users: { create: 'none' },
    },
  },
  certificates: {
    chart: 'cupcakery',
    values: {
      kafka: { authentication: 'tls' },
      oidc: {
        issuer: 'https://id.internal',
        audience: 'cupcakery',
        ca: { secret: 'issuer-ca' },
        serviceClient: { secret: 'gateway-client', key: 'client-secret', scope: 'orders' },
      },
    },
  },
  'nothing extra': {
    chart: 'cupcakery',
    values: {
      web: { enabled: false },
      networkPolicy: { enabled: false },
      podDisruptionBudget: { enabled: false },
      kafka: { ...externalKafka, ca: {}, tls: false, authentication: 'none' },
      topics: { create: 'none' },
      users: { create: 'none' },
    },
  },
  'lag metrics': {
    chart: 'kafka-lag-metrics',
    values: {
      oidc: { issuer: 'https://id.internal', audience: 'cupcakery', ca: { secret: 'issuer-ca' } },
      monitoring: {
        metricsToken: { secret: 'prometheus' },
        podMonitor: { enabled: true },
        rules: { enabled: true },
      },
    },
  },
  'lag metrics on kind': { chart: 'kafka-lag-metrics', files: ['deploy/kind/kafka-lag-metrics.yaml'] },
  'lag metrics on kind with the demo sign-in': {
    chart: 'kafka-lag-metrics',
    files: ['deploy/kind/kafka-lag-metrics.yaml', 'deploy/kind/demo-sign-in-lag.yaml'],
  },
  'lag metrics on gke': {
    chart: 'kafka-lag-metrics',
    files: ['deploy/gke/kafka-lag-metrics.yaml'],
    values: { image },
  },
  'lag metrics with cert-manager': {
    chart: 'kafka-lag-metrics',
    values: {
      externalMetrics: { certificate: { source: 'cert-manager' } },
      explainScaling: { namespaces: ['shop', 'bakery'] },
    },
  },
  'lag metrics for Prometheus only': {
    chart: 'kafka-lag-metrics',
    values: {
      externalMetrics: { enabled: false },
      explainScaling: { enabled: false },
      history: { create: 'none' },
      kafka: { ...externalKafka, user: { create: 'none' } },
    },
  },
};
