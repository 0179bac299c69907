import type { ServerResponse } from 'node:http';

export type Resource = 'deployments' | 'horizontalpodautoscalers' | 'pods';
export const resources: readonly Resource[] = ['deployments', 'horizontalpodautoscalers', 'pods'];

export type Metadata = { name: string; namespace: string };
type Stored = { metadata: Metadata & { resourceVersion: string } };
type Change = { version: number; type: 'ADDED' | 'MODIFIED' | 'DELETED'; resource: Resource; object: Stored };
type Watcher = {
  resource: Resource;
  namespace: string | undefined;
  response: ServerResponse;
  isMuted: boolean;
};

/** The objects of a fake API server, its past events and its open watches. */
export function createFakeStore() {
  const stored = new Map(resources.map((resource) => [resource, new Map<string, Stored>()]));
  const watchers = new Set<Watcher>();
  let changes: Change[] = [];
  let version = 10;
  let compactedVersion = 0;

  function record(type: Change['type'], resource: Resource, object: { metadata: Metadata }): Stored {
    version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(version) };
    const change = { version, type, resource, object: { ...object, metadata } };
    changes.push(change);
    for (const watcher of watchers) send(watcher, change);
    return change.object;
  }

  return {
    watchers,
    version: () => version,
    isCompacted: (from: number) => from < compactedVersion,
    list: (resource: Resource, namespace: string | undefined) =>
      [...(stored.get(resource)?.values() ?? [])].filter((one) => isIn(one, namespace)),
    /** Sends the events after `from`, and those to come. */
    watch(response: ServerResponse, resource: Resource, namespace: string | undefined, from: number): void {
      const watcher = { resource, namespace, response, isMuted: false };
      for (const change of changes) if (change.version > from) send(watcher, change);
      watchers.add(watcher);
      response.once('close', () => watchers.delete(watcher));
    },
    put(resource: Resource, object: { metadata: Metadata }): void {
      const all = stored.get(resource);
      const { name, namespace } = object.metadata;
      const key = `${namespace}/${name}`;
      all?.set(key, record(all.has(key) ? 'MODIFIED' : 'ADDED', resource, object));
    },
    remove(resource: Resource, name: string): void {
      for (const [key, object] of stored.get(resource) ?? []) {
        if (object.metadata.name !== name) continue;
        stored.get(resource)?.delete(key);
        record('DELETED', resource, object);
      }
    },
    bookmark(): void {
      version += 1;
      const object = { metadata: { resourceVersion: String(version) } };
      for (const { response } of watchers) response.write(eventLine('BOOKMARK', object));
    },
    compact(): void {
      compactedVersion = version;
      changes = [];
    },
  };
}

/** One event in the format of a watch. */
export function eventLine(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function send({ resource, namespace, response, isMuted }: Watcher, change: Change): void {
  if (isMuted || change.resource !== resource || !isIn(change.object, namespace)) return;
  response.write(eventLine(change.type, change.object));
}

function isIn({ metadata }: Stored, namespace: string | undefined): boolean {
  return namespace === undefined || metadata.namespace === namespace;
}
