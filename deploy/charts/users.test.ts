import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Manifest, ofKind, render } from './rendering/helm.ts';
import { environmentOf, podsOf } from './rendering/pods.ts';
import { onlyTea, renderings } from './rendering/renderings.ts';

const userSpec = z.looseObject({
  authentication: z.looseObject({ type: z.string() }),
  authorization: z.looseObject({
    type: z.literal('simple'),
    acls: z.array(
      z.strictObject({
        resource: z.strictObject({ type: z.string(), name: z.string(), patternType: z.string() }),
        operations: z.array(z.string()).min(1),
      }),
    ),
  }),
});

/** Rights as lines, `Read topic x`; a prefix ends in `…`. */
function rightsOf(users: Manifest[]): Record<string, string[]> {
  return Object.fromEntries(
    users.map(({ metadata, spec }) => [
      metadata.name,
      userSpec
        .parse(spec)
        .authorization.acls.flatMap(({ resource, operations }) =>
          operations.map(
            (operation) =>
              `${operation} ${resource.type} ${resource.name}${resource.patternType === 'prefix' ? '…' : ''}`,
          ),
        )
        .sort(),
    ]),
  );
}

test('each service has exactly the rights that it uses', () => {
  const users = ofKind(render('cupcakery', { values: onlyTea }), 'KafkaUser');
  expect(rightsOf(users)).toEqual({
    'cupcakery-order-api': [
      'Describe group tea-time.processor',
      'Describe topic tea-time.work',
      'Read topic cupcakery.staff',
      'Read topic tea-time.control',
      'Read topic tea-time.incidents',
      'Read topic tea-time.orders',
      'Read topic tea-time.replies',
      'Write topic cupcakery.staff',
      'Write topic tea-time.commands',
      'Write topic tea-time.incidents',
    ],
    'cupcakery-order-processor': [
      'DescribeConfigs topic Tea_To_Boil',
      'DescribeConfigs topic tea-served',
      'DescribeConfigs topic tea-time.contacts',
      'DescribeConfigs topic tea-time.control',
      'DescribeConfigs topic tea-time.incidents',
      'DescribeConfigs topic tea-time.order-events',
      'DescribeConfigs topic tea-time.orders',
      'DescribeConfigs topic tea-time.replies',
      'DescribeConfigs topic tea-time.withdrawals',
      'DescribeConfigs topic tea-to-pour',
      'DescribeConfigs topic tea-to-sweeten',
      'Read group tea-time.processor',
      'Read topic Tea_To_Boil',
      'Read topic tea-served',
      'Read topic tea-time.commands',
      'Read topic tea-time.contacts',
      'Read topic tea-time.control',
      'Read topic tea-time.incidents',
      'Read topic tea-time.order-events',
      'Read topic tea-time.orders',
      'Read topic tea-time.replies',
      'Read topic tea-time.withdrawals',
      'Read topic tea-time.work',
      'Read topic tea-to-pour',
      'Read topic tea-to-sweeten',
      'Write topic Tea_To_Boil',
      'Write topic tea-served',
      'Write topic tea-time.contacts',
      'Write topic tea-time.control',
      'Write topic tea-time.incidents',
      'Write topic tea-time.order-events',
      'Write topic tea-time.orders',
      'Write topic tea-time.replies',
      'Write topic tea-time.withdrawals',
      'Write topic tea-to-pour',
      'Write topic tea-to-sweeten',
      'Write transactionalId tea-time.processor-…',
    ],
    'cupcakery-stage-worker': [
      'Read group tea-time.boil',
      'Read group tea-time.pour',
      'Read group tea-time.sweeten',
      'Read topic Tea_To_Boil',
      'Read topic tea-time.control',
      'Read topic tea-time.withdrawals',
      'Read topic tea-to-pour',
      'Read topic tea-to-sweeten',
      'Write topic tea-time.incidents',
      'Write topic tea-time.work',
    ],
    'cupcakery-gateway': [
      'Read topic cupcakery.staff',
      'Read topic lag-history',
      'Read topic tea-time.control',
      'Read topic tea-time.incidents',
      'Read topic tea-time.order-events',
      'Read topic tea-time.orders',
    ],
  });
});

test('the lag exporter sees where everything stands, reads what groups consume and writes its history', () => {
  const users = ofKind(render('kafka-lag-metrics', { release: 'lag' }), 'KafkaUser');
  expect(rightsOf(users)).toEqual({
    'lag-kafka-lag-metrics': [
      'Describe group *',
      'Describe topic *',
      'Read topic cupcakes.commands',
      'Read topic cupcakes.work',
      'Read topic orderrequests',
      'Read topic readyto…',
      'Write topic lag-history',
    ],
  });
});

test.each<[topics: string[], rights: string[]]>([
  [[], []],
  [['*'], ['Read topic *']],
  [
    ['tea.work', 'Tea*'],
    ['Read topic Tea…', 'Read topic tea.work'],
  ],
])('of topics %j the lag exporter may %j', (readTopics, rights) => {
  const values = { kafka: { user: { readTopics } } };
  const [all = []] = Object.values(rightsOf(ofKind(render('kafka-lag-metrics', { values }), 'KafkaUser')));
  expect(all.filter((right) => right.startsWith('Read'))).toEqual(rights);
});

test('what the lag exporter may read by default are the topics of groups, for a new stage too, and nothing of customers', () => {
  const [{ spec } = { spec: undefined }] = ofKind(render('kafka-lag-metrics'), 'KafkaUser');
  const read = userSpec
    .parse(spec)
    .authorization.acls.filter(({ operations }) => operations.includes('Read'));
  const mayRead = (topic: string) =>
    read.some(({ resource: { name, patternType } }) =>
      patternType === 'prefix' ? topic.startsWith(name) : topic === name,
    );
  const consumers = ofKind(render('cupcakery'), 'KafkaUser').filter(
    ({ metadata }) => metadata.name !== 'cupcakery-gateway',
  );
  const consumed = [
    'cupcakes.commands',
    'cupcakes.work',
    'orderrequests',
    'readytobake',
    'readytoship',
    'readytoglaze',
  ];
  expect(consumed.filter((topic) => !mayRead(topic))).toEqual([]);
  const others = consumers
    .flatMap((user) => userSpec.parse(user.spec).authorization.acls)
    .map(({ resource }) => resource.name)
    .filter((name) => /^cupcake/.test(name) && !consumed.includes(name));
  expect(others).toContain('cupcakes.contacts');
  expect(others.filter(mayRead)).toEqual([]);
});

test.each<[namespaces: string[], watched: string | undefined, bound: string[]]>([
  [[], 'shop', ['RoleBinding shop']],
  [['shop', 'bakery'], 'shop,bakery', ['RoleBinding bakery', 'RoleBinding shop']],
  [['*'], undefined, ['ClusterRoleBinding ']],
])('with explainScaling.namespaces %j it looks at %s', (namespaces, watched, bound) => {
  const manifests = render('kafka-lag-metrics', {
    release: 'lag',
    values: { explainScaling: { namespaces } },
  });
  const bindings = manifests.filter(
    ({ kind, metadata }) => kind.endsWith('Binding') && metadata.name.endsWith('-explain'),
  );
  expect(bindings.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}`).toSorted()).toEqual(
    bound,
  );
  const [container] = podsOf(manifests).flatMap(({ spec }) => spec.containers);
  expect(container && environmentOf(container).SCALING_NAMESPACES).toBe(watched);
});

test('KEDA and the job that makes topics get a user only where they are used', () => {
  const named = (values: Record<string, unknown>) =>
    ofKind(render('cupcakery', { values }), 'KafkaUser').map((user) => user.metadata.name);
  expect(named({ scaling: { source: 'keda' } })).toContain('cupcakery-keda');
  expect(named({ topics: { create: 'job' } })).toContain('cupcakery-topics');
  expect(named({})).toHaveLength(4);
  expect(ofKind(render('cupcakery', renderings['another Kafka']), 'KafkaUser')).toEqual([]);
});

test('users sign in as the pods do', () => {
  for (const name of ['default', 'certificates']) {
    const manifests = render('cupcakery', renderings[name]);
    const types = new Set(
      ofKind(manifests, 'KafkaUser').map(({ spec }) => userSpec.parse(spec).authentication.type),
    );
    expect([...types]).toEqual([name === 'default' ? 'scram-sha-512' : 'tls']);
  }
});
