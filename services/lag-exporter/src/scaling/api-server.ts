import { HttpMethod, IsomorphicFetchHttpLibrary, KubeConfig, RequestContext } from '@kubernetes/client-node';
import { z } from 'zod';
import { parseJson } from '../parse-json.ts';
import { readLines } from './read-lines.ts';
import { stageSelector } from './stage-object.ts';

/** What the API server answered instead; `code` is an HTTP status. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export type WatchListener = {
  /** What happens from here on is told. */
  onOpen(): void;
  onEvent(event: { type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; object: unknown }): void;
};

/** Lists and watches the objects of stages. Both reject with ApiError, or with what the network said. */
export type ApiServer = {
  /** @param path of the resource, such as `/api/v1/pods` */
  list(path: string, signal: AbortSignal): Promise<{ items: unknown[]; version: string }>;
  /** Tells what happened after `version`; resolves when the server ends it or is silent, which both are usual. */
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

/** An answer must have begun, and a list be complete, within so long. */
const answerMs = 15_000;
const pageSize = 500;
const mostPages = 100;
const watchSeconds = 240;

/** The API server that the pod's service account, or `KUBECONFIG`, leads to. */
export function clusterApiServer(): ApiServer {
  const config = new KubeConfig();
  config.loadFromDefault();
  return createApiServer(config);
}

/**
 * The client's own watch cannot be stopped before it is answered, drops what it cannot read, and its informers keep
 * whole objects; of the client this takes who we are, and the connection.
 * @param silenceMs a watch that says nothing for so long is ended: where nothing happens there may be no bookmark
 *   either, and a dead connection looks the same; the next watch tells them apart
 */
export function createApiServer(config: KubeConfig, { silenceMs = 75_000 } = {}): ApiServer {
  const http = new IsomorphicFetchHttpLibrary();

  async function get(path: string, query: Record<string, string>, signal: AbortSignal) {
    const server = config.getCurrentCluster()?.server ?? '';
    const search = new URLSearchParams({ labelSelector: stageSelector, ...query });
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
      for (let page = 0; page < mostPages; page++) {
        const inTime = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
        const body = await get(path, { limit: String(pageSize), ...next }, inTime);
        const { metadata, items: more } = listShape.parse(JSON.parse(await body.text()));
        items.push(...(more ?? []));
        if (!metadata.continue) return { items, version: metadata.resourceVersion };
        next = { continue: metadata.continue };
      }
      throw new Error(`${path} lists more than ${pageSize * mostPages} objects`);
    },

    async watch(path, version, { onOpen, onEvent }, signal) {
      const silent = new AbortController();
      const guard = createGuard(() => silent.abort(new Error(`the watch of ${path} is not answered`)));
      let isOpen = false;
      const query = { watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(watchSeconds) };
      try {
        guard.set(answerMs);
        const either = AbortSignal.any([signal, silent.signal]);
        const body = await get(path, { ...query, resourceVersion: version }, either);
        const stream = body.stream();
        if (!stream) return;
        isOpen = true;
        onOpen();
        guard.set(silenceMs);
        for await (const line of readLines(stream)) {
          guard.set(silenceMs);
          const { type, object } = eventShape.parse(JSON.parse(line));
          if (type === 'ERROR') throw apiErrorOf(object, 500);
          onEvent({ type, object });
        }
      } catch (error) {
        if (!isOpen || !silent.signal.aborted || signal.aborted) throw error;
      } finally {
        guard.clear();
      }
    },
  };
}

function apiErrorOf(body: unknown, code: number): ApiError {
  const { data } = status.safeParse(body);
  return new ApiError(data?.code ?? code, data?.message ?? `the API server answered ${code}`);
}

function createGuard(onEnd: () => void): { set(ms: number): void; clear(): void } {
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
