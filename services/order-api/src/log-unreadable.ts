import type { UnreadableRange } from '@cupcakery/kit/kafka/consume/fetch/unreadable';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { OnUnreadable } from './views/read-record.ts';

/** Logs a record that a view leaves out. */
export function logUnreadable({ log }: { log: Logger }, message: string): OnUnreadable {
  return ({ topic, partition, offset }, err) => log.error({ err, topic, partition, offset }, message);
}

/** Counts and logs records that a reader passes over. */
export function passOver(
  { log, metrics }: { log: Logger; metrics: Metrics },
  topic: string,
  message: string,
): (range: UnreadableRange) => void {
  const unreadable = metrics.counter('cupcakery_unreadable_records_total');
  // From 0 on: the first one would not show as an increase otherwise.
  unreadable.inc({ topic }, 0);
  return (range) => {
    unreadable.inc({ topic });
    log.error(range, message);
  };
}
