import type { ReceivedSpan } from './otlp-receiver.ts';

/** The spans of one order's trace. */
export type OrderTrace = {
  /** Ids of all traces that have a span about the order, other than as a link. */
  traceIds: string[];
  spans: ReceivedSpan[];
  services: string[];
  /** The spans without a parent. */
  roots: ReceivedSpan[];
  /** Spans whose parent was never received. */
  orphans: ReceivedSpan[];
  /** The stages by the start of the work on them. */
  stages: string[];
  /** Commands that link to no transaction that was received. */
  unlinked: ReceivedSpan[];
};

/** What the received spans say about an order. */
export function traceOfOrder(received: readonly ReceivedSpan[], orderId: string): OrderTrace {
  const about = received.filter(
    ({ attributes }) =>
      attributes.get('cupcakery.order.id') === orderId ||
      attributes.get('messaging.kafka.message.key') === orderId,
  );
  const traceIds = [...new Set(about.map(({ traceId }) => traceId))];
  const spans = received.filter(({ traceId }) => traceIds.includes(traceId));
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return {
    traceIds,
    spans,
    services: [...new Set(spans.map(({ service }) => service))].sort(),
    roots: spans.filter(({ parentId }) => parentId === undefined),
    orphans: spans.filter(({ parentId }) => parentId !== undefined && !ids.has(parentId)),
    stages: stagesBy(spans),
    unlinked: spans.filter((span) => isCommand(span) && !linksToTransaction(span, received)),
  };
}

/**
 * The trace, if it has all that it will have: the last change of the order was delivered, and each command that was sent is
 * there with its transaction. Else false: services export when they have time.
 */
export function isComplete(trace: OrderTrace): OrderTrace | false {
  const { spans, orphans, unlinked } = trace;
  const count = (start: string) => spans.filter(({ name }) => name.startsWith(start)).length;
  const commands = spans.filter(isCommand);
  const finished = commands.filter(({ attributes }) => attributes.get('cupcakery.command') === 'complete');
  const isWhole =
    finished.length === 5 &&
    count('wait ') === 5 &&
    trace.stages.length === 5 &&
    count('send ') === commands.length &&
    // Placed, and each completion.
    count('deliver ') >= 6 &&
    orphans.length + unlinked.length === 0 &&
    trace.roots.length === 1;
  return isWhole && trace;
}

const isCommand = ({ service, name }: ReceivedSpan) =>
  service === 'order-processor' && name.startsWith('process ');

function linksToTransaction({ links }: ReceivedSpan, received: readonly ReceivedSpan[]): boolean {
  const ids = new Set(links.map(({ spanId }) => spanId));
  return received.some(({ name, spanId }) => name.startsWith('transaction ') && ids.has(spanId));
}

function stagesBy(spans: readonly ReceivedSpan[]): string[] {
  return spans
    .filter(({ service, name }) => service === 'stage-worker' && name.startsWith('process '))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .flatMap(({ attributes }) => attributes.get('cupcakery.stage') ?? []);
}
