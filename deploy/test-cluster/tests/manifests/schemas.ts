import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { kubectl } from '../kubernetes/kubectl.ts';
import { crdFolders } from './crds.ts';

type Schema = { [key: string]: z.core.util.JSONType };

const schema: z.ZodType<Schema> = z.record(z.string(), z.json());
const kindOf = z.object({ group: z.string(), version: z.string(), kind: z.string() });
const openApi = z.looseObject({ definitions: z.record(z.string(), schema) });
const resource = z.looseObject({
  properties: schema,
  'x-kubernetes-group-version-kind': z.tuple([kindOf]),
});
const crd = z.looseObject({
  spec: z.looseObject({
    group: z.string(),
    names: z.looseObject({ kind: z.string() }),
    versions: z.array(
      z.looseObject({ name: z.string(), schema: z.looseObject({ openAPIV3Schema: schema }) }),
    ),
  }),
});

/** What kubeconform puts into this is the group's first part and the version, such as `-apps-v1`. */
export const schemaLocation = '{{.ResourceKind}}{{.KindSuffix}}.json';
const anyNumberOrText = { anyOf: [{ type: 'string' }, { type: 'number' }] };

/**
 * Writes JSON schemas of all kinds: those of Kubernetes as the running API server describes them, the others from the
 * CRDs' files. They refuse every field that they do not name.
 * @returns how many
 */
export async function writeSchemas(dir: string): Promise<number> {
  mkdirSync(dir, { recursive: true });
  const served = openApi.parse(JSON.parse(await kubectl('get', '--raw', '/openapi/v2'))).definitions;
  const closed = Object.fromEntries(
    Object.entries(served).map(([name, one]) => [
      name,
      // The API describes it as text, and accepts a bare number as one.
      name.endsWith('.api.resource.Quantity') ? anyNumberOrText : close(one),
    ]),
  );
  let count = 0;
  const write = (kind: z.infer<typeof kindOf>, { properties, ...rest }: z.infer<typeof resource>): void => {
    const { group, version } = kind;
    const apiVersion = { enum: [group === '' ? version : `${group}/${version}`] };
    const metadata = { $ref: `#/definitions/${objectMeta}` };
    const own = { ...rest, properties: { ...properties, apiVersion, kind: { enum: [kind.kind] }, metadata } };
    const whole = { ...own, definitions: reachableDefinitions(own, closed) };
    const suffix = [...(group === '' ? [] : [group.split('.')[0]]), version].join('-');
    writeFileSync(join(dir, `${kind.kind.toLowerCase()}-${suffix}.json`), JSON.stringify(whole));
    count += 1;
  };
  for (const one of Object.values(closed)) {
    const { success, data } = resource.safeParse(one);
    if (success && !isList(data)) write(data['x-kubernetes-group-version-kind'][0], data);
  }
  for (const file of await crdFiles()) {
    const { spec } = crd.parse(parse(readFileSync(file, 'utf8')));
    for (const { name, schema: given } of spec.versions) {
      const kind = { group: spec.group, version: name, kind: spec.names.kind };
      write(
        kind,
        resource.parse({ ...close(given.openAPIV3Schema), 'x-kubernetes-group-version-kind': [kind] }),
      );
    }
  }
  return count;
}

/** Manifests contain no lists. */
const isList = (one: z.infer<typeof resource>): boolean =>
  one['x-kubernetes-group-version-kind'][0].kind.endsWith('List');

const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

async function crdFiles(): Promise<string[]> {
  return (await crdFolders()).flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
}

/** The definitions that a schema refers to, and those that these do: a tenth of all, which makes the checks fast. */
function reachableDefinitions(from: unknown, all: Record<string, Schema>): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  const waiting = [from];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    for (const [, name = ''] of JSON.stringify(one).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      const definition = all[name];
      if (definition === undefined || name in found) continue;
      found[name] = definition;
      waiting.push(definition);
    }
  }
  return found;
}

/**
 * A schema of OpenAPI as one that accepts no unknown field. Below `anyOf` and its like nothing is closed: these only add
 * conditions on fields that are named outside.
 */
function close(given: Schema): Schema {
  const { description, ...rest } = given;
  if (rest['x-kubernetes-int-or-string'] === true || rest.format === 'int-or-string') return anyNumberOrText;
  const done: Schema = { ...rest };
  for (const key of ['items', 'additionalProperties']) {
    const one = schema.safeParse(rest[key]);
    if (one.success) done[key] = close(one.data);
  }
  const properties = z.record(z.string(), schema).safeParse(rest.properties);
  if (properties.success) {
    done.properties = Object.fromEntries(
      Object.entries(properties.data).map(([name, one]) => [name, close(one)]),
    );
    const open = rest['x-kubernetes-preserve-unknown-fields'] === true;
    if (!open && rest.additionalProperties === undefined) done.additionalProperties = false;
  }
  if (rest.nullable === true && typeof rest.type === 'string') done.type = [rest.type, 'null'];
  return done;
}
