import { createBackoff, sleep } from '@cupcakery/kit/tools/backoff';
import { z } from 'zod';
import { afterWatch, isVersionGone } from './after-watch.ts';
import type { ApiServer } from './api-server.ts';
import { createObjectStore, type ObjectStore } from './object-store.ts';

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

type ListAndWatchOptions<T> = {
  api: ApiServer;
  path: string;
  schema: z.ZodType<T>;
  retry?: { min: number; max: number };
  now?: () => number;
} & WatchEvents;

/**
 * Lists, watches from that version, and resumes the watch where a connection broke; lists again when the server no
 * longer has that version. Of each object only the output of `schema` is kept. Retries until stopped.
 */
export function startListAndWatch<T>(options: ListAndWatchOptions<T>): WatchedObjects<T> {
  const { retry = { min: 500, max: 10_000 }, now = Date.now } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const store = createObjectStore(options.schema, options.onUnreadable);
  let lostSince: number | undefined = now();

  async function run(): Promise<void> {
    const backoff = createBackoff(retry);
    let version: string | undefined;
    while (!signal.aborted) {
      let openedAt = Number.POSITIVE_INFINITY;
      let failure: unknown;
      try {
        await listAndWatch(options, store, signal, {
          version,
          onVersion(next) {
            version = next;
          },
          onOpen() {
            openedAt = performance.now();
            lostSince = undefined;
            options.onConnected();
          },
        });
      } catch (error) {
        if (signal.aborted) return;
        failure = error;
        if (!isVersionGone(error)) options.onLost(error);
      }
      lostSince ??= now();
      const { resume, pause, resetBackoff } = afterWatch(failure, performance.now() - openedAt);
      if (resetBackoff) backoff.reset();
      if (!resume) version = undefined;
      if (pause) await sleep(backoff.next(), signal);
    }
  }
  const running = run();

  return {
    values: store.values,
    get lostSince() {
      return lostSince;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

const versionedSchema = z.object({ metadata: z.object({ resourceVersion: z.string() }) });

/** Lists unless there is a version, then watches until the watch ends. */
async function listAndWatch<T>(
  { api, path }: ListAndWatchOptions<T>,
  store: ObjectStore<T>,
  signal: AbortSignal,
  progress: { version: string | undefined; onVersion(version: string): void; onOpen(): void },
): Promise<void> {
  let { version } = progress;
  if (version === undefined) {
    const listed = await api.list(path, signal);
    store.replace(listed.items);
    version = listed.version;
    progress.onVersion(version);
  }
  const onEvent: Parameters<ApiServer['watch']>[2]['onEvent'] = ({ type, object }) => {
    progress.onVersion(versionedSchema.parse(object).metadata.resourceVersion);
    if (type === 'DELETED') store.remove(object);
    else if (type !== 'BOOKMARK') store.put(object);
  };
  await api.watch(path, version, { onOpen: progress.onOpen, onEvent }, signal);
}
