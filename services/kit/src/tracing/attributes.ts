import type { SpanAttributes } from './tracer.ts';

/**
 * OpenTelemetry's names for what a span is about (https://opentelemetry.io/docs/specs/semconv/), written out: its package
 * would be loaded where nothing is traced. A test compares them with it.
 */
export const names = {
  method: 'http.request.method',
  route: 'http.route',
  path: 'url.path',
  status: 'http.response.status_code',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  url: 'url.full',
  system: 'messaging.system',
  operation: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  destination: 'messaging.destination.name',
  partition: 'messaging.destination.partition.id',
  offset: 'messaging.kafka.offset',
  key: 'messaging.kafka.message.key',
  group: 'messaging.consumer.group.name',
  batchSize: 'messaging.batch.message_count',
  graphqlType: 'graphql.operation.type',
} as const;

/** What OpenTelemetry has no name for: an order and what happens to it. */
export const ownNames = {
  workflow: 'cupcakery.workflow',
  order: 'cupcakery.order.id',
  stage: 'cupcakery.stage',
  visit: 'cupcakery.visit',
  command: 'cupcakery.command',
  answer: 'cupcakery.answer',
  outcome: 'cupcakery.outcome',
  version: 'cupcakery.order.version',
} as const;

/** Of a span about a record on Kafka that is sent or processed; the rest of the span's attributes goes in `more`. */
export function recordAttributes(
  operation: 'send' | 'process',
  record: { topic: string; partition: number; key: string | null; offset?: number; group?: string },
  more: SpanAttributes = {},
): SpanAttributes {
  const { topic, partition, key, offset, group } = record;
  return {
    [names.system]: 'kafka',
    [names.operation]: operation,
    [names.operationType]: operation,
    [names.destination]: topic,
    [names.partition]: String(partition),
    ...(key === null ? {} : { [names.key]: key }),
    ...(offset === undefined ? {} : { [names.offset]: offset }),
    ...(group === undefined ? {} : { [names.group]: group }),
    ...more,
  };
}

/** Of a request that is sent, without the query: it may hold a secret. */
export function requestAttributes(method: string, url: string): SpanAttributes {
  const { hostname, port, protocol, origin, pathname } = new URL(url);
  return {
    [names.method]: method,
    [names.serverAddress]: hostname,
    [names.serverPort]: Number(port) || (protocol === 'https:' ? 443 : 80),
    [names.url]: `${origin}${pathname}`,
  };
}
