import { childTraceparent } from '../trace.ts';

export type SpanAttributes = Record<string, string | number | boolean>;

export type SpanOptions = {
  kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  attributes: SpanAttributes;
  /** Traceparents of what the span has to do with besides its parent; those that are missing or invalid are left out. */
  links?: readonly (string | undefined)[];
  /** Ms since 1970; default now. */
  startedAt?: number;
};

/**
 * How a span ends. `error`: it failed, for a reason that is one of few texts. `name`: what it is called, where that is known
 * only now. `at`: ms since 1970, default now.
 */
export type SpanEnd = { attributes?: SpanAttributes; error?: string | undefined; name?: string; at?: number };

/** A step of a trace that is recorded. A span that never ends is never exported. */
export type Span = {
  /** To be sent on with what the step causes. */
  readonly traceparent: string;
  link(traceparent: string | undefined): void;
  end(end?: SpanEnd): void;
};

/**
 * Records spans. A span's parent is passed as data, the traceparent of a request or a record: what is in hand at one time
 * belongs to many traces, and an AsyncLocalStorage costs on every promise, traced or not.
 */
export type Tracer = {
  /** False: nothing is ever recorded. */
  readonly on: boolean;
  /** A step of a trace; undefined when that is not recorded, or there is no valid parent. */
  child(name: string, parent: string | undefined, options: SpanOptions): Span | undefined;
  /**
   * A step that may be the first of its trace: without a valid parent a trace begins, recorded or not as the sampler
   * says, or when it links to one that is. There is always a traceparent to send on.
   */
  begin(
    name: string,
    parent: string | undefined,
    options: SpanOptions,
  ): { traceparent: string; span: Span | undefined };
};

/** Records nothing; traces of callers go on, and requests without one get an id for the logs. */
export const noTracer: Tracer = {
  on: false,
  child: () => undefined,
  begin: (_name, parent) => ({ traceparent: childTraceparent(parent), span: undefined }),
};
