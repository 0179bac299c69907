import { serviceFetchOf } from '@cupcakery/kit/auth/service-client';
import type { Logger } from '@cupcakery/kit/log';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import type { Config } from './config.ts';
import { type LagSource, startLagSource } from './lag/lag-source.ts';
import { type OrderApiViews, startViewPolling } from './order-api/view-polling.ts';

/**
 * Starts reading, in the gateway's own name, what its neighbours know: lag-exporter the lags, order-api how far its views
 * are. It stops with the lifecycle.
 * @returns `lag` undefined where there is no lag-exporter, or where it would refuse the gateway
 */
export function startNeighbours(
  config: Config,
  { log, now }: { log: Logger; now: () => number },
  lifecycle: Lifecycle,
): { lag: LagSource | undefined; orderApiViews: OrderApiViews } {
  const request = serviceFetchOf(config);
  if (request === undefined)
    log.warn(
      'no SERVICE_CLIENT_SECRET: neither lags of lag-exporter nor the views of order-api can be read; backlogs are counted from orders',
    );
  const { LAG_EXPORTER_URL: lagUrl, ORDER_API_URL: apiUrl } = config;
  const lag = lagUrl === undefined || !request ? undefined : startLagSource({ url: lagUrl, request, log });
  lifecycle.onStop('lag', () => lag?.stop());
  const orderApiViews = startViewPolling({ url: apiUrl, request, log, now });
  lifecycle.onStop('views of order-api', () => orderApiViews.stop());
  return { lag, orderApiViews };
}
