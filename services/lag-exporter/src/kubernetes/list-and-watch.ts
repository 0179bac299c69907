import { createBackoff, sleep } from '@cupcakery/kit/tools/backoff';
import { z } from 'zod';
import { ApiError, type ApiServer } from './api-server.ts';

/** The objects at one path, as they are now. */
export type WatchedObjects<T> = {
  /** Undefined before the first list. */
  values(): Iterable<T> | undefined;
  /** Since when changes are not received, ms since 1970; undefined while they are. */
  readonly lostSince: number | undefined;
  stop(): Promise<void>;
};

export type WatchEvents = {
  onConnected(): void;
  /** Not called for what is part of watching: the server ends a watch, or no longer has a version. */
  onLost(error: unknown): void;
  onUnreadable(why: string): void;
};

const metadata = z.object({ metadata: z.object({ resourceVersion: z.string() }) });
const named = z.object({ metadata: z.object({ namespace: z.string().default(''), name: z.string() }) });

/** A watch that ends sooner may do so every time: then there is a pause before the next. */
const shortWatchMs = 5_000;

/**
 * Lists, watches from that version, and resumes the watch where a connection broke; lists again when the server no
 * longer has that version. Of each object only the output of `schema` is kept. Retries until stopped.
 */
export function startListAndWatch<T>(
  options: {
    api: ApiServer;
    path: string;
    schema: z.ZodType<T>;
    retry?: { min: number; max: number };
    now?: () => number;
  } & WatchEvents,
): WatchedObjects<T> {
  const { api, path, schema, retry = { min: 500, max: 10_000 }, now = Date.now } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let objects: Map<string, T> | undefined;
  let lostSince: number | undefined = now();

  /** Stores an object; one that cannot be parsed is treated as absent. */
  function store(into: Map<string, T>, object: unknown): void {
    const key = keyOf(object);
    const parsed = schema.safeParse(object);
    if (parsed.success) into.set(key, parsed.data);
    else {
      into.delete(key);
      options.onUnreadable(`${key}: ${z.prettifyError(parsed.error)}`);
    }
  }

  async function list(): Promise<string> {
    const { items, version } = await api.list(path, signal);
    const listed = new Map<string, T>();
    for (const item of items) store(listed, item);
    objects = listed;
    return version;
  }

  async function run(): Promise<void> {
    const backoff = createBackoff(retry);
    let version: string | undefined;
    while (!signal.aborted) {
      let openedAt = Number.POSITIVE_INFINITY;
      let failed: unknown;
      try {
        version ??= await list();
        await api.watch(
          path,
          version,
          {
            onOpen() {
              openedAt = performance.now();
              lostSince = undefined;
              options.onConnected();
            },
            onEvent({ type, object }) {
              version = metadata.parse(object).metadata.resourceVersion;
              if (type === 'DELETED') objects?.delete(keyOf(object));
              else if (type !== 'BOOKMARK' && objects) store(objects, object);
            },
          },
          signal,
        );
      } catch (error) {
        if (signal.aborted) return;
        failed = error;
        if (!isGone(error)) options.onLost(error);
      }
      lostSince ??= now();
      const isLong = performance.now() - openedAt > shortWatchMs;
      if (isLong) backoff.reset();
      // Resume only after a working connection broke: otherwise the server may have dropped the version, a restored
      // server never had it, and an event that could not be parsed there would be unreadable again.
      if (failed !== undefined && (!isLong || failed instanceof ApiError)) version = undefined;
      if (failed !== undefined || !isLong) await sleep(backoff.next(), signal);
    }
  }
  const running = run();

  return {
    values: () => objects?.values(),
    get lostSince() {
      return lostSince;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

const isGone = (error: unknown) => error instanceof ApiError && error.code === 410;

function keyOf(object: unknown): string {
  const { namespace, name } = named.parse(object).metadata;
  return `${namespace}/${name}`;
}
