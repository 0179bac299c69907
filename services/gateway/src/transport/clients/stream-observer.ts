import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { CloseReason } from '../../stream/close-reason.ts';

/** Counts streams and payloads for all transports. */
export type StreamObserver = {
  opened(name: string): void;
  /**
   * So many sockets were handed a payload in the same moment. The delay since it was written is observed once for
   * all of them (a socket that gets it later is a moment of its own): an observation for each costs as much as
   * sending it.
   */
  delivered(name: string, sockets: number, writtenAt: number | undefined): void;
  closed(name: string, reason: CloseReason): void;
};

export function createStreamObserver(metrics: Metrics, now: () => number): StreamObserver {
  const open = metrics.gauge('cupcakery_subscriptions');
  const closed = metrics.counter('cupcakery_subscriptions_closed_total');
  const deliveries = metrics.counter('cupcakery_deliveries_total');
  const seconds = metrics.histogram('cupcakery_delivery_seconds');
  return {
    opened: (subscription) => open.inc({ subscription }),
    delivered(subscription, sockets, writtenAt) {
      deliveries.inc({ subscription }, sockets);
      // Clocks of broker and gateway differ a little.
      if (writtenAt !== undefined) seconds.observe({ subscription }, Math.max(0, now() - writtenAt) / 1000);
    },
    closed(subscription, reason) {
      open.dec({ subscription });
      closed.inc({ reason });
    },
  };
}
