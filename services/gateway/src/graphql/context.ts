import type { Principal } from '@cupcakery/kit/auth/principal';
import type { Workflow } from '@cupcakery/workflow/workflow-file';
import type { CloseReason } from '../feed/errors.ts';
import type { LiveFeed } from '../feed/live-feed.ts';
import type { StreamPayload } from '../feed/payload.ts';
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
export type Caller = {
  principal: Principal;
  traceparent: string;
  /** Where an interrupted stream goes on when the operation does not say (SSE's Last-Event-ID). */
  lastEventId?: string;
  /** A payload is about to be executed and sent. */
  onPayload(name: string, payload: StreamPayload, writtenAt: number | undefined): void;
  /** A stream begins; it can be ended by the way given here. */
  onOpen(name: string, close: (reason: CloseReason) => void): void;
  /** A stream has ended; the cursor is that of the last payload. */
  onClose(name: string, reason: CloseReason, cursor: string | undefined): void;
};

/** The context of the resolvers. */
export type GatewayContext = Services & { caller: Caller };

/** What was started for a workflow. */
export function knownOf<T>(all: ReadonlyMap<string, T>, workflow: string): T {
  const known = all.get(workflow);
  if (known === undefined) throw new Error(`nothing was started for workflow ${workflow}`);
  return known;
}
