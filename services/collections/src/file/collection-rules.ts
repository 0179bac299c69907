import type { ParsedCollection } from './collection-schema.ts';
import { fieldsOf } from './fields.ts';

/** Paths of the one origin that belong to something else: `/<name>` and `/api/<name>` are a collection's. */
const reserved = new Set([
  ...['api', 'auth', 'docs', 'graphql', 'metrics', 'assets', 'views', 'v1', 'livez', 'readyz'],
  // Pages.
  ...[
    'orders',
    'kitchen',
    'expo',
    'screens',
    'screen',
    'floor',
    'lag',
    'incidents',
    'shop',
    'topics',
    'leave',
  ],
]);

/** Violations of rules between the fields of one file, which the schema alone cannot express. */
export function* inconsistencies({
  name,
  topic,
  schema,
  references,
  computed,
}: ParsedCollection): Generator<[path: string, why: string]> {
  const fields = fieldsOf(schema);
  if (reserved.has(name)) yield ['name', `${name} is taken: the address /${name} is something else`];
  if (topic.startsWith('shop.')) yield ['topic', `${topic} may be a topic of the shop itself`];
  const id = fields.get('id');
  if (id?.type !== 'string') yield ['schema.properties.id', 'must be there, of type string'];
  if (id?.format !== undefined) yield ['schema.properties.id', 'has no format: the shop makes ids, too'];
  for (const [field, { type, format }] of fields) {
    if (format === 'money' && type !== 'number')
      yield [`schema.properties.${field}.type`, 'must be number: money is a format of numbers'];
  }
  for (const field of Object.keys(references)) {
    if (fields.get(field)?.type !== 'string')
      yield [`references.${field}`, `${field} must be a field of type string`];
  }
  for (const field of Object.keys(computed)) {
    if (fields.has(field)) yield [`computed.${field}`, `${field} is a field of the schema already`];
  }
}

/** Violations of rules between files; each with the name of the collection that has it. */
export function* conflicts(
  collections: ReadonlyMap<string, ParsedCollection>,
): Generator<[collection: string, path: string, why: string]> {
  for (const [name, { references, computed }] of collections) {
    for (const [field, target] of Object.entries(references)) {
      if (!collections.has(target)) yield [name, `references.${field}`, noCollection(target, collections)];
    }
    for (const [field, { of, by, sum, distinct }] of Object.entries(computed)) {
      const path = `computed.${field}`;
      const other = collections.get(of);
      if (!other) {
        yield [name, `${path}.of`, noCollection(of, collections)];
        continue;
      }
      if (other.references[by] !== name) yield [name, `${path}.by`, `${by} of ${of} must refer to ${name}`];
      const fields = fieldsOf(other.schema);
      if (sum !== undefined && fields.get(sum)?.format !== 'money')
        yield [name, `${path}.sum`, `${sum} of ${of} must have format money`];
      if (distinct !== undefined && fields.get(distinct)?.type !== 'string')
        yield [name, `${path}.distinct`, `${distinct} of ${of} must be a field of type string`];
    }
  }
}

function noCollection(name: string, collections: ReadonlyMap<string, unknown>): string {
  return `there is no collection ${name}, only ${[...collections.keys()].join(', ')}`;
}
