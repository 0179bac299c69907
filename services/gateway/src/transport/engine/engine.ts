import type { Logger } from '@cupcakery/kit/log';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type {
  GatewayContext,
  OperationCaller,
  Services,
  SharedParts,
} from '../../graphql/context/context.ts';
import { createDocumentCache, type DocumentCache } from '../../graphql/limits/document-cache.ts';
import { limitPlugins, maxRequestBytes } from '../../graphql/limits/document-limits.ts';
import type { PersistedOperations } from '../../graphql/limits/persisted-operations.ts';
import { tooManyOperations } from '../../graphql/limits/rate-error.ts';
import { maskedError } from '../../graphql/request/errors.ts';
import type { SseAnswer } from '../sse/sse.ts';
import { ssePlugin } from '../sse/sse-plugin.ts';

/** What a transport passes with each operation; only HTTP's answers can become events. */
export type ServerContext = {
  caller: OperationCaller;
  sse?: SseAnswer;
  /** Counts the operation of an HTTP request by its text; returns 0, or it is not allowed for so many ms. */
  charge?(text: string): number;
};
type EngineContext = Services & { shared: SharedParts };
export type Yoga = YogaServerInstance<ServerContext, EngineContext>;

/** The GraphQL engine behind all transports: limits, masking, execution. Authentication is the transport's. */
export function createEngine(options: {
  schema: GraphQLSchema;
  services: Services;
  introspection: boolean;
  /** Parsed documents; by default of its own. */
  documents?: DocumentCache;
  /** Without them every operation is executed as it was sent. */
  persisted?: PersistedOperations | undefined;
  log: Logger;
}): Yoga {
  const { schema, services, introspection, persisted, log, documents = createDocumentCache() } = options;
  const mask = (error: unknown) => maskedError(error, log);
  const context: Omit<GatewayContext, 'caller' | 'params'> = { ...services, shared: { services, mask } };
  return createYoga<ServerContext, EngineContext>({
    schema,
    context: () => context,
    // Node's own classes, as kit's server uses them.
    fetchAPI: { Request, Response, Headers, ReadableStream, TextEncoder, TextDecoder, URL, fetch },
    plugins: [
      ssePlugin(),
      ...limitPlugins({ introspection }),
      ...(persisted ? [persistedPlugin(persisted)] : []),
      ratePlugin(),
    ],
    maskedErrors: { maskError: mask },
    parserAndValidationCache: documents,
    maxRequestBodySize: maxRequestBytes,
    batching: false,
    multipart: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    logging: false,
  });
}

/** For HTTP; the messages of a WebSocket do not pass through it, so that transport does the same. */
function persistedPlugin(persisted: PersistedOperations): Plugin {
  return { onParams: ({ params, setParams }) => setParams({ ...params, query: persisted.textOf(params) }) };
}

/** For HTTP, as well: after the operation's text is known, before it is parsed. */
function ratePlugin(): Plugin<object, ServerContext> {
  return {
    onParams({ params, context }) {
      const waitMs = context.charge?.(params.query ?? '') ?? 0;
      if (waitMs > 0) throw tooManyOperations(waitMs);
    },
  };
}
