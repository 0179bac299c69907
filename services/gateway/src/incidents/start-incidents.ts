import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import { failProcessOn } from '@cupcakery/kit/tools/fail-process-on';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import type { OrderFeed } from '../log/orders/order-feed.ts';
import type { OpenIncidents } from './open-incidents.ts';
import { createRecordIncidents } from './record-incidents.ts';
import { trackStoppedOrders } from './stopped-orders.ts';

/** Record incidents in memory per workflow: some 1 KB each, and more than anybody ever works off. */
const maxRecords = 10_000;
const countEveryMs = 1000;

/** Follows and counts what waits for a person in every workflow; resolves when that is up to date. */
export async function startIncidents(
  options: {
    kafka: KafkaClient;
    feeds: ReadonlyMap<string, { readonly feed: OrderFeed }>;
    metrics: Metrics;
    log: Logger;
  },
  lifecycle: Lifecycle,
): Promise<ReadonlyMap<string, OpenIncidents>> {
  const { kafka, feeds, metrics, log } = options;
  const count = metrics.gauge('cupcakery_incidents');
  const unreadable = metrics.counter('cupcakery_unreadable_records_total');
  const started = await Promise.all(
    [...feeds].map(async ([workflow, { feed }]): Promise<[string, OpenIncidents]> => {
      const topic = topicNames(workflow).incidents;
      unreadable.inc({ topic }, 0);
      const records = createRecordIncidents({
        max: maxRecords,
        onUnreadable: (key, err) => log.error({ err, topic, key }, 'an incident cannot be read'),
        onLeftOut: (key) => log.error({ topic, key }, 'too many record incidents, this one is not shown'),
      });
      const reader = await startReader(
        {
          kafka,
          topic,
          from: 'start',
          onRecords: (_partition, read) => records.receive(read),
          // This list only shows what waits: without it, orders and their pages would be gone as well.
          onUnreadable(range) {
            unreadable.inc({ topic });
            log.error(range, 'incidents cannot be read and are not shown');
          },
        },
        lifecycle.signal,
      );
      lifecycle.onStop(`incidents of ${workflow}`, () => reader.stop());
      // A list that misses incidents would look as if there were none.
      failProcessOn(reader.failed);
      await reader.caughtUp;
      const orders = trackStoppedOrders(feed);
      const show = () => count.set({ workflow }, orders.size + records.size);
      show();
      const timer = setInterval(show, countEveryMs);
      lifecycle.onStop(`count of incidents of ${workflow}`, () => clearInterval(timer));
      return [workflow, { orders: () => orders.values(), records: () => records.values() }];
    }),
  );
  return new Map(started);
}
