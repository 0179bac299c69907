import type { Audit } from '@cupcakery/kit/audit';
import type { Principal } from '@cupcakery/kit/auth/principal';
import type { AuditedCaller } from '@cupcakery/kit/http/request-sender';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Pauses } from '@cupcakery/workflow/views/pauses';
import type { GraphQLError } from 'graphql';
import type { OpenSink } from '../../fanout/frame.ts';
import type { OrderHistories } from '../../history/order-histories.ts';
import type { OpenIncidents } from '../../incidents/open-incidents.ts';
import type { OrderApi } from '../../order-api/order-api-client.ts';
import type { OrderApiViews } from '../../order-api/view-polling.ts';
import type { ShopApi } from '../../shop-api/shop-api-client.ts';
import type { WorkflowStats } from '../../stats/workflow-stats.ts';
import type { Admission, Kept } from '../../stream/admission.ts';
import type { CloseReason } from '../../stream/close-reason.ts';
import type { FeedStream } from '../../stream/feed-stream.ts';
import type { LiveOrders } from '../../stream/live-orders.ts';
import type { LiveShop } from '../../stream/live-shop.ts';

/** What every operation may use. */
export type Services = {
  workflows: ReadonlyMap<string, Workflow>;
  feeds: ReadonlyMap<string, LiveOrders>;
  /** Undefined: there is no shop. */
  shop: LiveShop | undefined;
  incidents: ReadonlyMap<string, OpenIncidents>;
  stats: ReadonlyMap<string, WorkflowStats>;
  history: OrderHistories;
  orderApi: OrderApi;
  shopApi: ShopApi;
  /** What is paused, by workflow. */
  pauses: ReadonlyMap<string, Pauses>;
  audit: Audit;
  orderApiViews: Pick<OrderApiViews, 'of'>;
  /** The name of this process's machine or pod. */
  replica: string;
  now: () => number;
};

/** What a transport knows of the caller of one operation, and what it is notified of about the operation's stream. */
export type OperationCaller = {
  principal: Principal;
  traceparent: string;
  /** The caller as the audit names it. */
  audited: AuditedCaller;
  /** Where an interrupted stream resumes when the operation does not say (SSE's Last-Event-ID). */
  lastEventId?: string;
  /** Opens the sink for the frames of this caller's stream. */
  openSink: OpenSink;
  /** A payload that is no frame is about to be executed and sent. */
  onPayload(name: string, payload: { cursor: string }): void;
  /** Counts one more subscription of this user, and what it keeps. */
  admit(kept: Kept): Admission;
  /** A stream begins; `close` ends it. */
  onOpen(name: string, close: (reason: CloseReason) => void): void;
  /** The stream that begins yields nothing but its end: its payloads go to the sink. */
  onFrames?(stream: FeedStream): void;
  /** A stream has ended; the cursor is that of the last payload. */
  onClose(name: string, reason: CloseReason, cursor: string | undefined): void;
};

/** What an operation that is executed once for many has as its context: no caller, nothing of a request. */
export type SharedParts = { services: Services; mask(error: unknown): GraphQLError };

/** An operation as its client sent it. */
export type OperationParams = {
  query?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
};

/** The context of root fields. Fields of orders get by with the services: their answers are shared. */
export type GatewayContext = Services & {
  caller: OperationCaller;
  params: OperationParams;
  shared: SharedParts;
};

/** What was started for a workflow. */
export function getOrThrow<T>(all: ReadonlyMap<string, T>, workflow: string): T {
  const found = all.get(workflow);
  if (found === undefined) throw new Error(`nothing was started for workflow ${workflow}`);
  return found;
}
