import * as client from '@kubernetes/client-node';
import { z } from 'zod';
import type { Manifest } from './helm.ts';

const attributes = z.array(z.object({ baseName: z.string(), type: z.string() }));
const model = z
  .custom<{ getAttributeTypeMap: () => unknown }>(
    (one) => typeof one === 'function' && 'getAttributeTypeMap' in one,
  )
  .transform((one) => new Map(attributes.parse(one.getAttributeTypeMap()).map((a) => [a.baseName, a.type])));

/** Groups of Kubernetes itself: their types are those of the client library, which are made from its OpenAPI. */
const own = /^(v1|(apps|batch|policy|autoscaling)\/v\d+|[a-z.]+\.k8s\.io\/v1)$/;
/** Ends with .k8s.io although it is a CRD. */
const foreign = /^gateway\.networking\.k8s\.io/;

/**
 * The fields of an object that Kubernetes does not know or whose type is wrong: `spec.replcas: unknown`. Empty for objects
 * of other programs (CRDs), which the client library does not describe.
 */
export function typeProblems(manifest: Manifest): string[] {
  const { apiVersion, kind } = manifest;
  if (!own.test(apiVersion) || foreign.test(apiVersion)) return [];
  const version = apiVersion.split('/').at(-1) ?? '';
  return problemsOf(`${version.toUpperCase()}${kind}`, manifest, kind);
}

function problemsOf(type: string, value: unknown, path: string): string[] {
  if (value === null || value === undefined) return [`${path}: nothing where ${type} belongs`];
  const list = /^Array<(.+)>$/.exec(type)?.[1];
  if (list !== undefined) {
    if (!Array.isArray(value)) return [`${path}: no list`];
    return value.flatMap((one, i) => problemsOf(list, one, `${path}[${i}]`));
  }
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (map !== undefined) {
    if (typeof value !== 'object') return [`${path}: no map`];
    return Object.entries(value).flatMap(([key, one]) => problemsOf(map, one, `${path}.${key}`));
  }
  // In OpenAPI, quantities are strings; in YAML a bare number is one too.
  if (type === 'string' && /\.(limits|requests)\./.test(path)) return [];
  if (['string', 'number', 'boolean'].includes(type)) {
    return typeof value === type ? [] : [`${path}: ${JSON.stringify(value)} is no ${type}`];
  }
  if (type === 'IntOrString') return /^(string|number)$/.test(typeof value) ? [] : [`${path}: ${type}`];
  if (['any', 'object', 'Date', 'V1MicroTime'].includes(type)) return [];
  const known = model.safeParse(Reflect.get(client, type));
  if (!known.success) return [`${path}: the client library knows no ${type}`];
  if (typeof value !== 'object') return [`${path}: no ${type}`];
  return Object.entries(value).flatMap(([key, one]) => {
    const next = known.data.get(key);
    return next === undefined ? [`${path}.${key}: unknown`] : problemsOf(next, one, `${path}.${key}`);
  });
}
