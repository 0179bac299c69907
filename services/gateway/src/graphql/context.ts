import type { Principal } from '@cupcakery/kit/auth/principal';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { GraphQLError } from 'graphql';
import type { CloseReason } from '../feed/errors.ts';
import type { OpenSink } from '../feed/frame.ts';
import type { LiveFeed } from '../feed/live-feed.ts';
import type { OrderStream } from '../feed/stream.ts';
import type { OrderHistories } from '../history/order-histories.ts';
import type { OpenIncidents } from '../incidents/open-incidents.ts';
import type { OrderApi } from '../order-api/client.ts';
import type { WorkflowStats } from '../stats/workflow-stats.ts';

/** What every operation may use. */
export type Services = {
  workflows: ReadonlyMap<string, Workflow>;
  feeds: ReadonlyMap<string, LiveFeed>;
  incidents: ReadonlyMap<string, OpenIncidents>;
  stats: ReadonlyMap<string, WorkflowStats>;
  history: OrderHistories;
  orderApi: OrderApi;
  now: () => number;
};

/** What a transport knows of one operation's caller, and wants to hear of its stream. */
export type OperationCaller = {
  principal: Principal;
  traceparent: string;
  /** Where an interrupted stream goes on when the operation does not say (SSE's Last-Event-ID). */
  lastEventId?: string;
  /** The way of a stream's frames to this caller. */
  openSink: OpenSink;
  /** A payload that does not come as a frame is about to be executed and sent. */
  onPayload(name: string, payload: { cursor: string }): void;
  /** Counts one more subscription of this user and returns the way to end that; undefined: too many. */
  admit(): (() => void) | undefined;
  /** A stream begins; it can be ended by the way given here. */
  onOpen(name: string, close: (reason: CloseReason) => void): void;
  /** The stream that begins gives nothing but its end here: its payloads go by `openWay`. */
  onFrames?(stream: OrderStream): void;
  /** A stream has ended; the cursor is that of the last payload. */
  onClose(name: string, reason: CloseReason, cursor: string | undefined): void;
};

/** What an operation is executed with that is executed once for many: no caller, nothing of a request. */
export type SharedParts = { services: Services; mask(error: unknown): GraphQLError };

/** An operation as its client sent it. */
export type OperationParams = {
  query?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
};

/** The context of root fields. Fields of orders must make do with the services: their answers are shared. */
export type GatewayContext = Services & { caller: OperationCaller; params: OperationParams; shared: SharedParts };

/** What was started for a workflow. */
export function getOrThrow<T>(all: ReadonlyMap<string, T>, workflow: string): T {
  const known = all.get(workflow);
  if (known === undefined) throw new Error(`nothing was started for workflow ${workflow}`);
  return known;
}
