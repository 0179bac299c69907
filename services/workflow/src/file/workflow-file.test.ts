import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectedSeconds, parseWorkflow, routeOf, stageNamed, WorkflowFileError } from './workflow-file.ts';

const defaultFile = new URL('../../../../charts/cupcakery/workflows/cupcakes.yaml', import.meta.url);
const defaultText = readFileSync(defaultFile, 'utf8');

/** A small correct file; each test spoils one line of it. */
const lines = {
  name: 'name: leave',
  title: 'title: Time off',
  promise: 'promise: 2d',
  partitions: 'partitions: 3',
  details:
    'details: { type: object, required: [department], properties: { department: { enum: [HR, IT] }, days: { type: integer } } }',
  stages: 'stages:',
  decide: '  - { name: decide, done: decided, verb: decide, topic: todecide, role: manager, mode: manual }',
  file: '  - { name: file, done: filed, verb: file, topic: tofile, role: clerk, mode: timer, takes: 1s }',
  results: 'results: { topic: leave-results }',
  more: '',
};
const yaml = (changes: Partial<typeof lines> = {}) => Object.values({ ...lines, ...changes }).join('\n');
const stage = (more: string) => ({
  decide: lines.decide.replace(', role:', `, ${more}, role:`),
});

describe('the default workflow', () => {
  test('has its words in German too', () => {
    const { translations, stages } = parseWorkflow(defaultText, 'cupcakes.yaml');
    for (const { name, done, doing = '', verb } of stages)
      expect(translations.de).toMatchObject({
        [name]: expect.any(String),
        [done]: expect.any(String),
        [doing]: expect.any(String),
        [verb]: expect.any(String),
      });
  });

  test('is read with seconds and defaults', () => {
    const cupcakes = parseWorkflow(defaultText, 'cupcakes.yaml');
    expect(routeOf(cupcakes)).toEqual(['mix', 'bake', 'decorate', 'package', 'ship']);
    expect(cupcakes).toMatchObject({ promise: 600, partitions: 12, archiveAfter: 86_400, recallFor: 120 });
    expect(stageNamed(cupcakes, 'bake')).toMatchObject({
      takes: 5,
      capacity: 8,
      attempts: 3,
      holdFor: 600,
      announceStart: true,
      retired: false,
    });
  });

  test('keeps the topics of the system it replaces', () => {
    const topics = parseWorkflow(defaultText, 'cupcakes.yaml').stages.map((s) => s.topic);
    expect(topics).toEqual([
      'orderrequests',
      'readytobake',
      'readytodecorate',
      'readytopackage',
      'readytoship',
    ]);
  });

  test('tells valid orders from invalid ones', () => {
    const { checkDetails } = parseWorkflow(defaultText, 'cupcakes.yaml');
    expect(checkDetails({ flavour: 'Vanilla', size: 'M', quantity: 6 })).toEqual([]);
    expect(checkDetails({ flavour: '', size: 'XXL', quantity: 0 }).map((p) => p.field)).toEqual([
      '/flavour',
      '/size',
      '/quantity',
    ]);
  });
});

describe('a workflow file is refused with file, path and reason', () => {
  test.each<[title: string, changes: Partial<typeof lines>, message: string]>([
    ['an unknown key', { more: 'colour: red' }, 'leave.yaml: (top): Unrecognized key: "colour"'],
    ['an unknown key of a stage', stage('color: red'), 'leave.yaml: stages.0: Unrecognized key: "color"'],
    ['no YAML', { more: '{' }, 'leave.yaml: (top): '],
    ['the same key twice', { more: 'name: again' }, 'leave.yaml: (top): Map keys must be unique'],
    ['an alias of nothing', { title: 'title: *nobody' }, 'leave.yaml: (top): '],
    ['a missing key', { results: '' }, 'leave.yaml: results: '],
    ['a name in capitals', { name: 'name: Leave' }, 'leave.yaml: name: lower-case letters'],
    [
      'a translation of a word that the file does not have',
      { more: 'translations: { de: { decide: Entscheiden, bake: Backen } }' },
      'leave.yaml: translations.de.bake: is no word of this file',
    ],
    [
      'a language that is none',
      { more: 'translations: { German: {} }' },
      'leave.yaml: translations.German: ',
    ],
    ['no stages', { decide: '  []', file: '' }, 'leave.yaml: stages: '],
    ['no promise', { promise: 'promise: 0s' }, 'leave.yaml: promise: longer than 0s'],
    ['a bare number as duration', { promise: 'promise: 10' }, 'leave.yaml: promise: '],
    ['words as duration', { promise: 'promise: ten minutes' }, 'leave.yaml: promise: a duration such as 2s'],
    ['a negative duration', { promise: 'promise: -1s' }, 'leave.yaml: promise: a duration such as 2s'],
    ['a duration beyond use', { promise: 'promise: 9999d' }, 'leave.yaml: promise: at most 3650d'],
    ['a duration of 100 digits', { promise: `promise: ${'9'.repeat(100)}s` }, 'leave.yaml: promise: '],
    ['partitions: 0', { partitions: 'partitions: 0' }, 'leave.yaml: partitions: '],
    ['capacity: 0', stage('capacity: 0'), 'leave.yaml: stages.0.capacity: '],
    ['holdFor: 0s, a requeue without end', stage('holdFor: 0s'), 'leave.yaml: stages.0.holdFor: longer'],
    ['an unknown mode', { decide: lines.decide.replace('manual', 'magic') }, 'leave.yaml: stages.0.mode: '],
    [
      'a topic name Kafka refuses',
      { results: 'results: { topic: .. }' },
      'leave.yaml: results.topic: a Kafka topic name',
    ],
    [
      'a timer without takes',
      { file: lines.file.replace(', takes: 1s', '') },
      'leave.yaml: stages.1.takes: a timer stage needs',
    ],
    [
      'outcomes of a timer',
      { file: lines.file.replace(', takes: 1s', ', takes: 1s, outcomes: [good, bad]') },
      'leave.yaml: stages.1.outcomes: a timer decides nothing',
    ],
    [
      'a timer that is held for no longer than it takes',
      { file: lines.file.replace(', takes: 1s', ', takes: 1s, holdFor: 1s') },
      'leave.yaml: stages.1.holdFor: 1s must be longer than takes (1s)',
    ],
    [
      'a timer that takes longer than the default of holdFor',
      { file: lines.file.replace(', takes: 1s', ', takes: 15m') },
      'leave.yaml: stages.1.holdFor: 600s must be longer than takes (900s)',
    ],
    [
      'an http stage that is held for no longer than one request may take',
      { decide: lines.decide.replace('manual', 'http, url: "http://a.b", holdFor: 10s') },
      'leave.yaml: stages.0.holdFor: 10s must be longer than timeout (10s)',
    ],
    ['takes without a timer', stage('takes: 1s'), 'leave.yaml: stages.0.takes: only a timer stage'],
    ['a url without http', stage('url: "http://a.b"'), 'leave.yaml: stages.0.url: only an http stage'],
    [
      'a secret that is a path',
      {
        decide: lines.decide.replace(
          'manual',
          'http, url: "http://a.b", auth: { headers: { X-Key: ../etc/passwd } }',
        ),
      },
      'leave.yaml: stages.0.auth.headers.X-Key: the name of a secret',
    ],
    [
      'a header that the worker sets itself',
      {
        decide: lines.decide.replace(
          'manual',
          'http, url: "http://a.b", auth: { headers: { Idempotency-Key: a } }',
        ),
      },
      'leave.yaml: stages.0.auth.headers.Idempotency-Key: is a header that the worker sets itself',
    ],
    [
      'a header of the signature',
      {
        decide: lines.decide.replace(
          'manual',
          'http, url: "http://a.b", auth: { headers: { Webhook-Id: a } }',
        ),
      },
      'leave.yaml: stages.0.auth.headers.Webhook-Id: is a header that the worker sets itself',
    ],
    [
      'two ways to authorise',
      {
        decide: lines.decide.replace(
          'manual',
          'http, url: "http://a.b", auth: { headers: { Authorization: a }, client: { issuer: "https://i.d", id: x, secret: s } }',
        ),
      },
      'leave.yaml: stages.0.auth.headers.Authorization: is set by the token of `client`',
    ],
    [
      'a client without a provider',
      {
        decide: lines.decide.replace(
          'manual',
          'http, url: "http://a.b", auth: { client: { id: x, secret: s } }',
        ),
      },
      'leave.yaml: stages.0.auth.client: needs either `issuer` or `tokenUrl`',
    ],
    [
      'a limit of a quantity that not every order has',
      { more: 'limits: { quantityPerDay: 5, quantityField: days }' },
      'leave.yaml: limits.quantityField: days must be a required number of the details',
    ],
    [
      'a limit of a quantity without its field',
      { more: 'limits: { quantityPerDay: 5 }' },
      'leave.yaml: limits: quantityPerDay and quantityField belong together',
    ],
    [
      'auth without http',
      stage('auth: { signature: s }'),
      'leave.yaml: stages.0.auth: only an http stage has it',
    ],
    [
      'a password in a url',
      { decide: lines.decide.replace('manual', 'http, url: "http://a:b@c.d"') },
      'leave.yaml: stages.0.url: must not contain a user or password',
    ],
    [
      'http without a url',
      { decide: lines.decide.replace('manual', 'http') },
      'leave.yaml: stages.0.url: an http stage needs a url',
    ],
    [
      'a url of another protocol',
      { decide: lines.decide.replace('manual', 'http, url: "file:///etc/passwd"') },
      'leave.yaml: stages.0.url: an http or https URL',
    ],
    [
      'a name used twice',
      { file: lines.file.replace('name: file', 'name: decide') },
      'leave.yaml: stages.1.name: decide is used by an earlier stage',
    ],
    [
      'a topic used twice',
      { file: lines.file.replace('tofile', 'todecide') },
      'leave.yaml: stages.1.topic: todecide is used by an earlier stage',
    ],
    [
      'a taken path',
      { file: lines.file.replace('verb: file', 'verb: place') },
      'leave.yaml: stages.1.verb: place is taken',
    ],
    [
      'a stage in the group of the processor',
      { file: lines.file.replace('name: file', 'name: processor') },
      'leave.yaml: stages.1.name: processor is taken',
    ],
    [
      'a stage on the topic of results',
      { results: 'results: { topic: tofile }' },
      'leave.yaml: stages.1.topic: is the results topic',
    ],
    [
      'a stage on a topic of its own workflow',
      { file: lines.file.replace('tofile', 'leave.orders') },
      'leave.yaml: stages.1.topic: leave.orders is a topic of the workflow itself',
    ],
    [
      'results on a topic of its own workflow',
      { results: 'results: { topic: leave.commands }' },
      'leave.yaml: results.topic: leave.commands is a topic of the workflow itself',
    ],
    [
      'adopt behind the first stage',
      { file: lines.file.replace(', takes', ', adopt: true, takes') },
      'leave.yaml: stages.1.adopt: only the first stage',
    ],
    [
      'adopt at a stage where no new order begins',
      stage('adopt: true, retired: true'),
      'leave.yaml: stages.0.adopt: only the first stage that is not retired',
    ],
    [
      'nothing but retired stages',
      { ...stage('retired: true'), file: '' },
      'leave.yaml: stages: at least one stage must not be retired',
    ],
    [
      'partitionBy to a partition that is none',
      { more: 'partitionBy: { field: department, values: { HR: 0, IT: 3 } }' },
      'leave.yaml: partitionBy.values.IT: partition 3 does not exist, there are 3',
    ],
    [
      'details that are no object',
      { details: 'details: { type: string }' },
      'leave.yaml: details: must be a JSON Schema with type: object',
    ],
    [
      'details with a misspelt keyword',
      { details: 'details: { type: object, propertys: {} }' },
      'leave.yaml: details: strict mode: unknown keyword: "propertys"',
    ],
    [
      'details with a type that is none',
      { details: 'details: { type: object, properties: { a: { type: text } } }' },
      'leave.yaml: details: schema is invalid',
    ],
  ])('%s', (_title, changes, message) => {
    const read = () => parseWorkflow(yaml(changes), 'leave.yaml');
    expect(read).toThrow(WorkflowFileError);
    expect(read).toThrow(message);
  });

  test('all problems at once, one per line', () => {
    const spoilt = yaml({ title: 'title: ""', partitions: 'partitions: 0' });
    expect(() => parseWorkflow(spoilt, 'leave.yaml')).toThrow(
      /leave\.yaml: title: .*\nleave\.yaml: partitions: /,
    );
  });
});

describe('a correct file', () => {
  test('may have a rule for partitions', () => {
    const more = 'partitionBy: { field: department, values: { HR: 0, IT: 1 } }';
    expect(parseWorkflow(yaml({ more }), 'leave.yaml').partitionBy?.values).toEqual({ HR: 0, IT: 1 });
  });

  test.each([
    ['250ms', 0.25],
    ['2s', 2],
    ['1.5h', 5400],
    ['10m', 600],
    ['1d', 86_400],
    ['2w', 1_209_600],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(parseWorkflow(yaml({ promise: `promise: ${text}` }), 'leave.yaml').promise).toBe(seconds);
  });

  test('a retired stage is not on the route of new orders', () => {
    expect(routeOf(parseWorkflow(yaml(stage('retired: true')), 'leave.yaml'))).toEqual(['file']);
  });

  test('the expected duration of a stage is `takes`, else `expected`, else 0', () => {
    const workflow = parseWorkflow(yaml(stage('expected: 1h')), 'leave.yaml');
    expect(workflow.stages.map(expectedSeconds)).toEqual([3600, 1]);
    expect(parseWorkflow(yaml(), 'leave.yaml').stages.map(expectedSeconds)).toEqual([0, 1]);
  });

  test('a route that names a missing stage leads to an error with the remedy', () => {
    const workflow = parseWorkflow(yaml(), 'leave.yaml');
    expect(() => stageNamed(workflow, 'bake')).toThrow('no stage bake; put it back as retired: true');
  });
});
