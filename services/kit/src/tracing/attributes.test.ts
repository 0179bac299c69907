import * as semconv from '@opentelemetry/semantic-conventions/incubating';
import { expect, it } from 'vitest';
import { names, recordAttributes, requestAttributes } from './attributes.ts';

it('spells every name as OpenTelemetry does', () => {
  const known = new Set(Object.values(semconv));
  expect(Object.values(names).filter((name) => !known.has(name))).toEqual([]);
});

it('describes a record that is processed by its topic, partition, offset, key and group', () => {
  const record = { topic: 'readytobake', partition: 2, offset: 7, key: 'a-1', group: 'cupcakes.bake' };
  expect(recordAttributes('process', record, { 'cupcakery.stage': 'bake' })).toEqual({
    'messaging.system': 'kafka',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': 'readytobake',
    'messaging.destination.partition.id': '2',
    'messaging.kafka.offset': 7,
    'messaging.kafka.message.key': 'a-1',
    'messaging.consumer.group.name': 'cupcakes.bake',
    'cupcakery.stage': 'bake',
  });
});

it('keeps credentials and the query of a URL out of a span', () => {
  expect(requestAttributes('POST', 'https://user:pass@oven.example/bake?token=x')).toEqual({
    'http.request.method': 'POST',
    'server.address': 'oven.example',
    'server.port': 443,
    'url.full': 'https://oven.example/bake',
  });
});
