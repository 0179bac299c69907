const counter = <const L extends readonly string[]>(labels: L, help: string) =>
  ({ type: 'counter', labels, help }) as const;
const gauge = <const L extends readonly string[]>(labels: L, help: string) =>
  ({ type: 'gauge', labels, help }) as const;
const histogram = <const L extends readonly string[]>(labels: L, buckets: readonly number[], help: string) =>
  ({ type: 'histogram', labels, buckets, help }) as const;

/** Seconds of work inside a process or between two. */
const short = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Seconds an order waits, is worked on or takes in all: from a simulated oven to a manager on holiday. */
const long = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400, 604_800];

/**
 * Every metric of the project, once. Prometheus' naming: base units, counters end in `_total`. No label
 * holds an id of an order, user or ticket: their number is unbounded.
 */
export const metricDefinitions = {
  // Lag of consumer groups (lag-exporter). A value that is not known is absent, never 0.
  kafka_consumergroup_lag: gauge(
    ['consumergroup', 'topic', 'partition'],
    'Offsets after the committed one; the markers of transactions take some.',
  ),
  kafka_consumergroup_lag_sum: gauge(['consumergroup', 'topic'], 'Lag over all partitions of a topic.'),
  kafka_consumergroup_records_sum: gauge(
    ['consumergroup', 'topic'],
    'Records that wait, over all partitions of a topic: its lag without markers and aborted records.',
  ),
  kafka_consumergroup_oldest_age_seconds: gauge(
    ['consumergroup', 'topic'],
    'Age of the oldest waiting record.',
  ),
  kafka_consumergroup_drain_seconds: gauge(['consumergroup', 'topic'], 'Time to drain at the present rates.'),
  kafka_consumergroup_in_rate: gauge(['consumergroup', 'topic'], 'Records that arrive per second.'),
  kafka_consumergroup_out_rate: gauge(['consumergroup', 'topic'], 'Records committed per second.'),
  kafka_consumergroup_members: gauge(['consumergroup'], 'Members of the group.'),
  kafka_consumergroup_unowned_partitions: gauge(
    ['consumergroup', 'topic'],
    'Partitions that no member owns.',
  ),
  kafka_consumergroup_stalled_partitions: gauge(
    ['consumergroup', 'topic'],
    'Partitions where records wait and come in while the group does not move.',
  ),
  cupcakery_lag_collection_up: gauge([], '1 if the last collection of offsets succeeded, else 0.'),
  cupcakery_lag_collection_seconds: histogram([], short, 'Time of one collection of offsets.'),
  cupcakery_lag_collected_timestamp_seconds: gauge([], 'Unix time of the last successful collection.'),
  // Scaling
  cupcakery_stage_replicas: gauge(['workflow', 'stage', 'kind'], 'Replicas of a stage: wanted, actual, max.'),
  cupcakery_stage_scaling_reason: gauge(
    ['workflow', 'stage', 'reason'],
    '1 for the reason why a stage has the replicas it has.',
  ),
  // Orders
  cupcakery_orders_total: counter(['workflow', 'event'], 'Order events written.'),
  cupcakery_stage_duration_seconds: histogram(
    ['workflow', 'stage', 'part'],
    long,
    'Time at a stage: waiting or working.',
  ),
  cupcakery_order_duration_seconds: histogram(['workflow'], long, 'Time from placed to finished.'),
  cupcakery_orders_at_risk: gauge(['workflow'], 'Open orders that will miss their promised time.'),
  cupcakery_incidents: gauge(['workflow'], 'Incidents that wait for a person.'),
  // Processor
  cupcakery_commands_total: counter(['workflow', 'command', 'answer'], 'Commands decided, by answer code.'),
  cupcakery_transaction_seconds: histogram(
    ['workflow'],
    short,
    'Time of a Kafka transaction, begin to commit.',
  ),
  cupcakery_transactions_failed_total: counter(
    ['workflow', 'reason'],
    'Transactions and openings of partitions that broke off: fenced, error.',
  ),
  cupcakery_partition_owned: gauge(
    ['workflow', 'partition'],
    '1 while this process owns and serves the partition.',
  ),
  cupcakery_partition_stopped: gauge(['workflow', 'partition'], '1 while an incident holds the partition.'),
  cupcakery_partition_restore_seconds: histogram(
    ['workflow'],
    short,
    'Time from assigned to serving: fence, restore, seek.',
  ),
  // Topics
  cupcakery_topic_problem: gauge(
    ['workflow', 'topic', 'problem'],
    '1 while a topic of a workflow is missing, has other partitions than the rest, grown or recreated.',
  ),
  cupcakery_unreadable_records_total: counter(
    ['topic'],
    'Ranges of records that could not be read and are missing in what is shown.',
  ),
  // Traces
  cupcakery_spans_dropped_total: counter(
    ['reason'],
    'Spans that were not exported: queue_full, export_failed. Orders are not affected.',
  ),
  // APIs and views
  cupcakery_replies_pending: gauge(['workflow'], 'Commands sent that wait for their reply.'),
  cupcakery_requests_shed_total: counter(['reason'], 'Requests refused to protect the service.'),
  cupcakery_denied_total: counter(
    ['reason'],
    'Actions denied: unauthenticated, role, not_yours (another’s order or claim), origin.',
  ),
  cupcakery_view_orders: gauge(['workflow'], 'Orders held in the view.'),
  cupcakery_view_items: gauge(['collection'], 'Items of a collection held in the view.'),
  cupcakery_view_behind_offsets: gauge(
    ['workflow'],
    'Offsets between the view and the end of its log, of orders or (`shop`) items; absent while unknown.',
  ),
  cupcakery_view_behind_seconds: gauge(
    ['workflow'],
    'Time for which the view lacks what is in its log, of orders or (`shop`) items; absent while unknown.',
  ),
  cupcakery_view_evicted_total: counter(
    ['workflow'],
    'Finished orders that left the view because it was full.',
  ),
  cupcakery_http_request_seconds: histogram(['method', 'route', 'status'], short, 'Time of an HTTP request.'),
  // Shop
  cupcakery_shop_items: gauge(['collection'], 'Items of a collection held in the view.'),
  // Workers
  cupcakery_tickets_in_work: gauge(['workflow', 'stage'], 'Tickets in work in this process.'),
  cupcakery_tickets_held: gauge(
    ['workflow', 'stage'],
    'Tickets of a manual stage that this process holds, at most MAX_HELD; the others wait in Kafka.',
  ),
  cupcakery_tickets_total: counter(
    ['workflow', 'stage', 'outcome'],
    'Tickets finished: completed, failed, withdrawn, requeued.',
  ),
  cupcakery_tickets_abandoned_total: counter(
    ['workflow', 'stage'],
    'Tickets whose partition was lost during work.',
  ),
  cupcakery_dependency_down: gauge(['workflow', 'stage'], '1 while the work target of a stage is down.'),
  cupcakery_stage_paused: gauge(['workflow', 'stage'], '1 while people have paused the work of a stage.'),
  // Subscriptions
  cupcakery_subscriptions: gauge(['subscription'], 'Open subscriptions.'),
  cupcakery_subscriptions_closed_total: counter(['reason'], 'Subscriptions closed, by reason.'),
  cupcakery_client_refusals_total: counter(
    ['limit'],
    'What was refused to clients of the gateway, or their sockets closed for, by the limit.',
  ),
  cupcakery_deliveries_total: counter(['subscription'], 'Payloads handed to sockets.'),
  cupcakery_delivery_seconds: histogram(
    ['subscription'],
    short,
    'Time from record written to payload handed to sockets.',
  ),
  cupcakery_socket_queue: gauge([], 'Payloads in the longest queue of a socket.'),
  cupcakery_frame_bytes: gauge([], 'Bytes of payloads kept for sockets that have not taken them.'),
};
