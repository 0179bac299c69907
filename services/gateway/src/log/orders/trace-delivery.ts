import { headerOf, type KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { isSampled } from '@cupcakery/kit/trace';
import { names, ownNames, recordAttributes } from '@cupcakery/kit/tracing/attributes';
import type { Tracer } from '@cupcakery/kit/tracing/tracer';
import type { Delivery } from '../change.ts';

/** What a change of an order is to a trace; undefined for one whose trace is not recorded. */
export type DeliveryOf = (record: KafkaRecord) => Delivery | undefined;

/**
 * One step for each change, from its record until the first frame with it went to a socket: one for each subscriber would
 * be as many as there are screens.
 * @param now ms since 1970, by the clock that records are dated by
 */
export function traceDeliveries(tracer: Tracer, workflow: string, now: () => number): DeliveryOf {
  if (!tracer.on) return () => undefined;
  return (record) => {
    const traceparent = headerOf(record, 'traceparent');
    if (!isSampled(traceparent)) return undefined;
    const { topic, partition, offset, key, timestamp } = record;
    let isDelivered = false;
    return {
      delivered() {
        if (isDelivered) return;
        isDelivered = true;
        const took = Math.max(0, now() - timestamp);
        const attributes = recordAttributes(
          'process',
          { topic, partition, offset, key },
          { [names.operation]: 'deliver', [ownNames.workflow]: workflow },
        );
        const startedAt = Date.now() - took;
        tracer.child(`deliver ${topic}`, traceparent, { kind: 'consumer', attributes, startedAt })?.end();
      },
    };
  };
}
