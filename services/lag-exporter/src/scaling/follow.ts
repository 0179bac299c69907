import { createBackoff, sleep } from '@cupcakery/kit/tools/backoff';
import { z } from 'zod';
import { ApiError, type ApiServer } from './api-server.ts';

/** The objects at one path, as they are now. */
export type Following<T> = {
  /** Undefined before they were listed once. */
  values(): Iterable<T> | undefined;
  /** Since when what happens is not told, ms since 1970; undefined while it is. */
  readonly lostSince: number | undefined;
  stop(): Promise<void>;
};

export type FollowEvents = {
  onConnected(): void;
  /** Not for what belongs to watching: the server's end of a watch, and versions that it has forgotten. */
  onLost(error: unknown): void;
  onUnreadable(why: string): void;
};

const metadata = z.object({ metadata: z.object({ resourceVersion: z.string() }) });
const named = z.object({ metadata: z.object({ namespace: z.string().default(''), name: z.string() }) });

/** A watch that ended sooner may be one that always does: then there is a pause before the next. */
const soonMs = 5_000;

/**
 * Lists, watches from there, and goes on watching where a connection broke; lists anew when the server does not know
 * that place any more. Of each object only what `schema` makes of it is kept. Never gives up until stopped.
 */
export function follow<T>(
  options: {
    api: ApiServer;
    path: string;
    schema: z.ZodType<T>;
    retry?: { min: number; max: number };
    now?: () => number;
  } & FollowEvents,
): Following<T> {
  const { api, path, schema, retry = { min: 500, max: 10_000 }, now = Date.now } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let objects: Map<string, T> | undefined;
  let lostSince: number | undefined = now();

  /** Takes an object up; one that cannot be read is as if it were not there. */
  function take(into: Map<string, T>, object: unknown): void {
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
    for (const item of items) take(listed, item);
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
              else if (type !== 'BOOKMARK' && objects) take(objects, object);
            },
          },
          signal,
        );
      } catch (error) {
        if (signal.aborted) return;
        failed = error;
        if (!isForgotten(error)) options.onLost(error);
      }
      lostSince ??= now();
      const isLong = performance.now() - openedAt > soonMs;
      if (isLong) backoff.reset();
      // Only where a connection that worked broke the place still holds: the server may have forgotten it, a restored
      // one was never there, and what could not be read there would be unreadable again.
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

const isForgotten = (error: unknown) => error instanceof ApiError && error.code === 410;

function keyOf(object: unknown): string {
  const { namespace, name } = named.parse(object).metadata;
  return `${namespace}/${name}`;
}
