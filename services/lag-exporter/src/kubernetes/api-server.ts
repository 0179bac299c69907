import { HttpMethod, IsomorphicFetchHttpLibrary, KubeConfig, RequestContext } from '@kubernetes/client-node';
import { z } from 'zod';
import { parseJson } from './parse-json.ts';
import { readLines } from './read-lines.ts';

/** An error response of the API server; `code` is an HTTP status. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export type WatchListener = {
  /** Called once the watch is established: all later events are reported. */
  onOpen(): void;
  onEvent(event: { type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; object: unknown }): void;
};

/** Lists and watches objects with one label selector. Both reject with ApiError, or with the network's error. */
export type ApiServer = {
  /** @param path of the resource, such as `/api/v1/pods` */
  list(path: string, signal: AbortSignal): Promise<{ items: unknown[]; version: string }>;
  /** Reports events after `version`. Resolves when the server ends the watch or is silent; both are usual. */
  watch(path: string, version: string, listener: WatchListener, signal: AbortSignal): Promise<void>;
};

const status = z.object({ code: z.int().optional(), message: z.string().optional() });
const listShape = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().optional() }),
  items: z.array(z.unknown()).nullish(),
});
const eventShape = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.unknown(),
});

/** A response must have begun, and a list must be complete, within this time. */
const responseMs = 15_000;
const pageSize = 500;
const maxPages = 100;
const watchSeconds = 240;

/** The API server of the pod's service account, or of `KUBECONFIG`. */
export function clusterApiServer(labelSelector: string): ApiServer {
  const config = new KubeConfig();
  config.loadFromDefault();
  return createApiServer(config, { labelSelector });
}

/**
 * The client library's own watch cannot be stopped before the server responds and drops what it cannot parse, and its
 * informers keep whole objects; only its credentials and connection are used here.
 * @param options.silenceMs a watch without an event for this long is ended: where nothing happens there may be no
 *   bookmark either, and a dead connection looks the same; the next watch tells them apart
 */
export function createApiServer(
  config: KubeConfig,
  { labelSelector, silenceMs = 75_000 }: { labelSelector: string; silenceMs?: number },
): ApiServer {
  const http = new IsomorphicFetchHttpLibrary();

  async function get(path: string, query: Record<string, string>, signal: AbortSignal) {
    const server = config.getCurrentCluster()?.server ?? '';
    const search = new URLSearchParams({ labelSelector, ...query });
    const context = new RequestContext(`${server}${path}?${search}`, HttpMethod.GET);
    await config.applySecurityAuthentication(context);
    context.setSignal(signal);
    const { httpStatusCode: code, body } = await http.send(context).toPromise();
    if (code === 200) return body;
    throw apiErrorOf(parseJson(await body.text()), code);
  }

  return {
    async list(path, signal) {
      const items: unknown[] = [];
      let next: Record<string, string> = {};
      for (let page = 0; page < maxPages; page++) {
        const either = AbortSignal.any([signal, AbortSignal.timeout(responseMs)]);
        const body = await get(path, { limit: String(pageSize), ...next }, either);
        const { metadata, items: more } = listShape.parse(JSON.parse(await body.text()));
        items.push(...(more ?? []));
        if (!metadata.continue) return { items, version: metadata.resourceVersion };
        next = { continue: metadata.continue };
      }
      throw new Error(`${path} lists more than ${pageSize * maxPages} objects`);
    },

    async watch(path, version, { onOpen, onEvent }, signal) {
      const timeout = new AbortController();
      const silence = createTimer(() => timeout.abort(new Error(`the watch of ${path} is not answered`)));
      let isOpen = false;
      const query = { watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(watchSeconds) };
      try {
        silence.set(responseMs);
        const either = AbortSignal.any([signal, timeout.signal]);
        const body = await get(path, { ...query, resourceVersion: version }, either);
        const stream = body.stream();
        if (!stream) return;
        isOpen = true;
        onOpen();
        silence.set(silenceMs);
        for await (const line of readLines(stream)) {
          silence.set(silenceMs);
          const { type, object } = eventShape.parse(JSON.parse(line));
          if (type === 'ERROR') throw apiErrorOf(object, 500);
          onEvent({ type, object });
        }
      } catch (error) {
        if (!isOpen || !timeout.signal.aborted || signal.aborted) throw error;
      } finally {
        silence.clear();
      }
    },
  };
}

function apiErrorOf(body: unknown, code: number): ApiError {
  const { data } = status.safeParse(body);
  return new ApiError(data?.code ?? code, data?.message ?? `the API server answered ${code}`);
}

/** A timer that can be restarted. */
function createTimer(onEnd: () => void): { set(ms: number): void; clear(): void } {
  let timer: NodeJS.Timeout | undefined;
  const clear = () => clearTimeout(timer);
  return {
    set(ms) {
      clear();
      timer = setTimeout(onEnd, ms);
    },
    clear,
  };
}
