/**
 * Who may import whom. `npm run verify` holds the code to it.
 * Rooms are folders of one workspace; an arrow points at what is imported, and none points back.
 */
const services = '^services/[^/]+/src';
const kafka = '^services/kit/src/kafka';
/** Tests and their helpers may reach into any room of their own workspace. */
const tests = '(\\.test\\.tsx?$|/testing/)';

/** A room and what of the same workspace it may import (rooms, or files of the root), in the order of the arrows. */
const rooms = (workspace, allowed) =>
  Object.entries(allowed).map(([room, own]) => ({
    name: `rooms-of-${workspace}-${room}`,
    comment: `${workspace}: ${room}/ imports ${own.length === 0 ? 'no other room' : own.join(', ')}`,
    severity: 'error',
    from: { path: `^services/${workspace}/src/${room}/`, pathNot: tests },
    to: {
      path: `^services/${workspace}/src/`,
      pathNot: [room, ...own].map(
        (name) => `^services/${workspace}/src/${name}${name.endsWith('.ts') ? '$' : '/'}`,
      ),
    },
  }));

/** A workspace and the workspaces that it may import. */
const workspace = (path, allowed, comment) => ({
  name: `workspace-${path.replace(/\W+/g, '-')}`,
  comment,
  severity: 'error',
  from: { path: `^${path}/` },
  to: { path: '^(services/[^/]+|web|deploy)/', pathNot: [path, ...allowed].map((name) => `^${name}/`) },
});

const kitAndWorkflow = ['services/kit', 'services/workflow'];
/** The pure floor: what every service may import besides kit. */
const pure = ['services/workflow', 'services/collections'];

export default {
  forbidden: [
    {
      name: 'no-ring',
      comment: 'files import each other in a ring',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere would hide from the other rules',
      severity: 'error',
      from: {},
      // Types alone, without a JavaScript file to resolve to.
      to: { couldNotResolve: true, pathNot: '^@graphql-typed-document-node/core$' },
    },
    workspace('services/workflow', [], 'workflow knows no other workspace'),
    workspace('services/collections', ['services/workflow'], 'collections knows workflow only'),
    workspace('services/kit', [], 'kit knows no order and no service'),
    ...['shop', 'order-api', 'gateway'].map((name) =>
      workspace(
        `services/${name}`,
        ['services/kit', ...pure],
        'a service imports kit, workflow and collections only',
      ),
    ),
    ...[...['order-processor', 'stage-worker', 'lag-exporter', 'web-server', 'demo-identity-provider']].map(
      (name) => workspace(`services/${name}`, kitAndWorkflow, 'a service imports workflow and kit only'),
    ),
    workspace('services/client', [], 'client knows the schema of the gateway only'),
    workspace(
      'services/cli',
      ['services/client', ...kitAndWorkflow],
      'the command line knows interfaces, and folds histories',
    ),
    workspace(
      'services/local',
      [
        ...kitAndWorkflow,
        'services/collections',
        'services/(order-api|order-processor|stage-worker|gateway|lag-exporter)',
      ],
      'local composes services',
    ),
    workspace('services/e2e', ['services/kit'], 'e2e judges the system from outside and imports no service'),
    workspace('web', ['services/client'], 'web reads schema.graphql and follows it with the client library'),
    {
      name: 'workflow-and-collections-are-pure',
      comment: 'workflow and collections do no IO; their tests may read the default files',
      severity: 'error',
      from: { path: '^services/(workflow|collections)/src/', pathNot: tests },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'client-runs-in-browsers',
      comment: 'client uses nothing of Node',
      severity: 'error',
      from: { path: '^services/client/src/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'kafkajs-stays-in-connection',
      comment: 'only kit/src/kafka/connection imports kafkajs, so that the driver can be changed there',
      severity: 'error',
      from: { path: '^services/', pathNot: [`${kafka}/connection/`, '^services/e2e/', tests] },
      to: { path: 'node_modules/kafkajs/' },
    },
    {
      name: 'kafka-has-one-door',
      comment:
        'services use kit/kafka by consume, produce, exactly-once and admin; connection and wire are its own',
      severity: 'error',
      from: { path: services, pathNot: `${kafka}/` },
      to: { path: `${kafka}/`, pathNot: `${kafka}/(consume|produce|exactly-once|admin)/` },
    },
    {
      name: 'deploy-uses-the-toolbox-of-local',
      comment:
        'deploy imports the toolbox and the proxy of local and the reports of make test; its tests may start a broker',
      severity: 'error',
      from: { path: '^deploy/', pathNot: ['\\.test\\.ts$', '^deploy/test-cluster/tests/'] },
      to: { path: '^services/local/src/', pathNot: '^services/local/src/(toolbox|proxy|test)/' },
    },
    {
      name: 'charts-know-no-cluster',
      comment: 'what checks the charts needs no cluster',
      severity: 'error',
      from: { path: '^deploy/charts/' },
      to: { path: '^deploy/test-cluster/' },
    },
    ...rooms('kit', {
      tools: [],
      metrics: [],
      tracing: ['tools', 'metrics', 'log.ts', 'trace.ts', 'config.ts', 'files.ts'],
      http: ['tracing', 'tools', 'metrics', 'log.ts', 'trace.ts'],
      auth: ['http', 'tools', 'audit.ts', 'log.ts', 'config.ts', 'files.ts'],
      process: ['auth', 'http', 'tools', 'log.ts', 'config.ts', 'files.ts'],
      'kafka/wire': ['tools'],
      'kafka/connection': ['kafka/wire', 'tools'],
      'kafka/consume': ['kafka/connection', 'kafka/wire', 'tools'],
      'kafka/produce': ['kafka/connection', 'kafka/wire', 'tools'],
      'kafka/exactly-once': [
        'kafka/consume',
        'kafka/produce',
        'kafka/connection',
        'kafka/wire',
        'tools',
        'trace.ts',
      ],
      'kafka/admin': ['kafka/consume', 'kafka/connection', 'kafka/wire', 'tools', 'config.ts', 'files.ts'],
      commands: ['kafka/admin', 'kafka/consume', 'kafka/produce', 'process', 'tracing', 'tools', 'log.ts'],
    }),
    ...rooms('workflow', {
      file: [],
      contracts: ['file'],
      access: ['contracts', 'file'],
      decider: ['access', 'contracts', 'file'],
      views: ['contracts', 'file'],
    }),
    ...rooms('collections', {
      file: ['money.ts'],
      contracts: ['file'],
      decider: ['contracts', 'file'],
      views: ['contracts', 'file', 'money.ts'],
      docs: ['file'],
    }),
    ...rooms('order-api', {
      failures: [],
      views: ['failures'],
      incidents: ['failures'],
      orders: ['incidents', 'views', 'failures'],
      staff: ['orders', 'failures'],
      'http/request': ['orders', 'failures'],
      'http/openapi': ['http/request'],
      'http/legacy-api': ['http/openapi', 'http/request', 'orders'],
      'http/staff-api': ['http/openapi', 'http/request', 'orders', 'staff'],
      'http/workflow-api': [
        'http/staff-api',
        'http/openapi',
        'http/request',
        'orders',
        'staff',
        'views',
        'failures',
      ],
      http: ['staff', 'orders', 'views', 'failures'],
    }),
    {
      name: 'order-api-speaks-http-at-its-edge',
      comment: 'orders, views and incidents know no HTTP: the edge maps their failures to it',
      severity: 'error',
      from: { path: '^services/order-api/src/(orders|views|incidents|failures)/', pathNot: tests },
      to: { path: '^services/kit/src/http/|node_modules/hono/' },
    },
    ...rooms('shop', {
      processor: ['surroundings.ts'],
      items: ['surroundings.ts'],
      http: ['items'],
    }),
    {
      name: 'shop-speaks-http-at-its-edge',
      comment: 'items and processor know no HTTP: the edge maps their failures to it',
      severity: 'error',
      from: { path: '^services/shop/src/(items|processor)/', pathNot: tests },
      to: { path: '^services/kit/src/http/|node_modules/hono/' },
    },
    ...rooms('demo-identity-provider', {
      people: [],
      store: [],
      pages: ['people'],
      provider: ['people', 'pages', 'store', 'config.ts'],
      http: ['people', 'pages'],
    }),
    ...rooms('cli', {
      settings: ['cli-error.ts'],
      session: ['settings', 'cli-error.ts'],
      api: ['cli-error.ts'],
      output: ['api'],
      commands: ['output', 'api', 'session', 'settings', 'cli-error.ts'],
      doctor: ['commands', 'output', 'api', 'session', 'settings', 'cli-error.ts'],
      replay: ['commands', 'settings', 'cli-error.ts'],
      shell: ['commands', 'api', 'cli-error.ts'],
    }),
    ...rooms('lag-exporter', {
      lag: [],
      records: ['lag'],
      history: ['lag'],
      collection: ['records', 'lag'],
      kubernetes: [],
      'external-metrics': ['collection', 'lag', 'kubernetes'],
      'scaling/objects': ['kubernetes'],
      'scaling/reasons': ['scaling/objects'],
      scaling: ['lag', 'kubernetes'],
    }),
    ...rooms('local', {
      toolbox: [],
      processes: ['toolbox'],
      settings: ['toolbox'],
      demo: ['toolbox'],
      proxy: [],
      kafka: ['processes', 'toolbox'],
      supervisor: ['kafka', 'processes', 'proxy', 'settings', 'toolbox'],
      commands: ['supervisor', 'processes', 'settings', 'toolbox'],
      test: ['toolbox'],
    }),
    ...rooms('e2e', {
      tools: [],
      processes: [],
      'test-system': ['processes', 'tools'],
      load: ['tools'],
      lag: ['processes', 'tools'],
      checker: ['load', 'test-system', 'tools'],
      faults: ['checker', 'load', 'test-system', 'tools', 'processes'],
      browser: ['checker', 'processes', 'tools'],
      'bench/measuring': [],
    }),
    ...rooms('gateway', {
      log: [],
      selection: ['log'],
      fanout: ['selection', 'log'],
      stream: ['fanout', 'selection', 'log'],
      lag: [],
      stats: ['lag', 'selection', 'log'],
      history: ['log'],
      incidents: ['log'],
      staff: [],
      api: [],
      'order-api': ['api'],
      'shop-api': ['api'],
      control: [],
      'graphql/context': [
        ...['stream', 'fanout', 'selection', 'stats', 'history', 'incidents', 'order-api', 'shop-api'],
      ],
      'graphql/generated': ['graphql/context', 'incidents', 'selection', 'stats'],
      'graphql/request': ['graphql/context', 'graphql/generated', 'stream', 'selection', 'log'],
      'graphql/rights': ['graphql/request', 'graphql/context', 'graphql/generated'],
      'graphql/types': ['graphql/request', 'graphql/context', 'graphql/generated', 'order-api'],
      'graphql/operations': [
        ...['graphql/request', 'graphql/context', 'graphql/generated', 'graphql/limits'],
        ...['stream', 'fanout', 'selection', 'log', 'stats', 'incidents', 'order-api', 'api'],
      ],
      'graphql/shop': [
        ...['graphql/operations', 'graphql/request', 'graphql/context', 'graphql/generated'],
        ...['stream', 'fanout', 'selection', 'log', 'shop-api', 'api'],
      ],
      'graphql/limits': ['stream'],
      'graphql/typed': [],
      'graphql/schema': [
        ...[
          'graphql/operations',
          'graphql/shop',
          'graphql/rights',
          'graphql/types',
          'graphql/typed',
          'graphql/context',
          'graphql/generated',
        ],
      ],
      'graphql/codegen': ['graphql/schema'],
      'transport/clients': ['stream'],
      'transport/sse': ['transport/clients', 'graphql/context', 'stream', 'fanout'],
      'transport/engine': ['transport/sse', 'graphql/context', 'graphql/limits', 'graphql/request'],
      'transport/websocket': [
        ...['transport/engine', 'transport/clients'],
        ...['graphql/context', 'graphql/limits', 'graphql/request', 'stream', 'fanout'],
      ],
      'transport/http': ['transport/engine', 'transport/sse', 'transport/clients', 'graphql/limits'],
    }),
    {
      name: 'generated-types-stay-in-graphql',
      comment:
        'gateway: only graphql/ imports the types that are generated from the schema; it maps those of other rooms',
      severity: 'error',
      from: { path: '^services/gateway/src/', pathNot: '^services/gateway/src/graphql/' },
      to: { path: '^services/gateway/src/graphql/generated/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)node_modules/(?!kafkajs/)' },
    // swc sees type-only imports too, and needs no JavaScript API of TypeScript.
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
