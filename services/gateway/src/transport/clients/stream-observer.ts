import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { CloseReason } from '../../stream/close-reason.ts';

/** Which limit a client is above. */
export type ClientLimit =
  | 'connections'
  | 'connections_pending'
  | 'connections_of_address'
  | 'connections_of_user'
  | 'init_timeout'
  | 'operation_id'
  | 'operations_of_socket'
  | 'operations_of_user'
  | 'messages'
  | 'unread'
  | 'subscriptions'
  | 'kept_bytes';

/** Counts streams, payloads and refusals for all transports. */
export type StreamObserver = {
  opened(name: string): void;
  /**
   * A payload was written to so many sockets at once. The delay since its record was written is observed once for all
   * of them (and once more for each socket that gets it later): an observation for each costs as much as sending it.
   */
  delivered(name: string, sockets: number, writtenAt: number | undefined): void;
  closed(name: string, reason: CloseReason): void;
  /** Something was refused to a client, or its socket closed. */
  refused(limit: ClientLimit): void;
};

/** @param now ms since 1970 */
export function createStreamObserver(metrics: Metrics, now: () => number): StreamObserver {
  const open = metrics.gauge('cupcakery_subscriptions');
  const closed = metrics.counter('cupcakery_subscriptions_closed_total');
  const deliveries = metrics.counter('cupcakery_deliveries_total');
  const refusals = metrics.counter('cupcakery_client_refusals_total');
  const seconds = metrics.histogram('cupcakery_delivery_seconds');
  return {
    opened: (subscription) => open.inc({ subscription }),
    delivered(subscription, sockets, writtenAt) {
      deliveries.inc({ subscription }, sockets);
      // The clocks of broker and gateway differ a little.
      if (writtenAt !== undefined) seconds.observe({ subscription }, Math.max(0, now() - writtenAt) / 1000);
    },
    closed(subscription, reason) {
      open.dec({ subscription });
      closed.inc({ reason });
    },
    refused: (limit) => refusals.inc({ limit }),
  };
}
