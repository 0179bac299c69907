import { processorGroup, stageGroup, topicNames } from '@cupcakery/workflow/file/topic-names';
import { constantly, growing, metric, type Series, sampleSeconds } from './alert-series.ts';
import { type Case, elsewhere, type Subject } from './alert-subject.ts';
import { autoscalerCases } from './autoscaler-cases.ts';
import { exporterCases } from './exporter-cases.ts';

/** Lag is reported from the lag exporter's own namespace. */
const exporter = { from: 'kafka-lag' };
const group = ({ workflow, stage }: Subject) => stageGroup(workflow.name, stage.name);
const tickets = (of: Subject) => ({ consumergroup: group(of), topic: of.stage.topic });
const stageOf = ({ workflow, stage }: Subject) => ({ workflow: workflow.name, stage: stage.name });

const replicas = (of: Subject, actual: number, max: number): Series[] =>
  Object.entries({ actual, max }).map(([kind, count]) =>
    metric('cupcakery_stage_replicas', { ...stageOf(of), kind }, constantly(count), exporter),
  );
const lag = (of: Subject, values: string): Series =>
  metric('kafka_consumergroup_lag_sum', tickets(of), values, exporter);
const owned = ({ workflow }: Subject, count: number, where = {}): Series[] =>
  Array.from({ length: count }, (_, partition) => {
    const labels = { workflow: workflow.name, partition: String(partition) };
    return metric('cupcakery_partition_owned', labels, constantly(1), where);
  });

/** A gauge of a workflow that must be 0, reported by two pods of which one may be behind. */
const mustBeZero =
  (name: 'cupcakery_incidents' | 'cupcakery_orders_at_risk') =>
  ({ workflow }: Subject): Case => {
    const labels = { workflow: workflow.name };
    const reported = (count: number, where = {}) => metric(name, labels, constantly(count), where);
    return {
      fires: [[reported(3), reported(0, { pod: 'pod-2' })]],
      silent: [[reported(0)], [reported(0), reported(3, elsewhere)]],
      labels,
      value: '3',
    };
  };

/** A counter that must not grow. One that grows by one a second is printed as 1, once it has two samples. */
const mustNotGrow = (
  grown: (values: string, where?: object) => Series,
  labels: Record<string, string>,
): Case => ({
  fires: [[grown(growing(1))]],
  silent: [[grown(constantly(7))], [grown(growing(1), elsewhere)]],
  labels,
  value: '1',
  after: sampleSeconds,
});

/** Every alert of the charts. */
export const cases: Record<string, (of: Subject) => Case> = {
  CupcakeryStageLate: (of) => {
    const oldest = (age: number) =>
      metric('kafka_consumergroup_oldest_age_seconds', tickets(of), constantly(age), exporter);
    const { target = Number.NaN } = of.stage;
    return { fires: [[oldest(7261)]], silent: [[oldest(target)]], value: '2h 1m 1s' };
  },
  CupcakeryGroupWithoutMembers: (of) => {
    const members = (count: number) =>
      metric('kafka_consumergroup_members', { consumergroup: group(of) }, constantly(count), exporter);
    return { fires: [[members(0)]], silent: [[members(1)]] };
  },
  CupcakeryOffsetsStalled: (of) => {
    const stalled = (count: number) =>
      metric('kafka_consumergroup_stalled_partitions', tickets(of), constantly(count), exporter);
    return { fires: [[stalled(2)]], silent: [[stalled(0)]], value: '2' };
  },
  CupcakeryStageAtCap: (of) => {
    const records = (values: string) =>
      metric('kafka_consumergroup_records_sum', tickets(of), values, exporter);
    return {
      // By offsets only where tickets are not counted.
      fires: [
        [...replicas(of, 4, 4), records(growing(1)), lag(of, growing(2))],
        [...replicas(of, 4, 4), lag(of, growing(1))],
      ],
      silent: [
        [...replicas(of, 3, 4), records(growing(1)), lag(of, growing(2))],
        [...replicas(of, 4, 4), lag(of, constantly(900))],
        // Markers of transactions are no tickets.
        [...replicas(of, 4, 4), records(constantly(9)), lag(of, growing(1))],
      ],
      after: sampleSeconds,
    };
  },
  CupcakeryDependencyDown: (of) => {
    const down = (value: number, where = {}) =>
      metric('cupcakery_dependency_down', stageOf(of), constantly(value), where);
    return {
      fires: [[down(1), down(0, { pod: 'pod-2' })]],
      silent: [[down(0)], [down(0), down(1, elsewhere)]],
    };
  },
  CupcakeryPartitionsUnserved: (of) => {
    const { partitions } = of.workflow;
    return {
      fires: [owned(of, partitions - 1), [...owned(of, partitions - 1), ...owned(of, partitions, elsewhere)]],
      silent: [owned(of, partitions)],
      value: String(partitions - 1),
    };
  },
  CupcakeryOrdersUndecided: ({ workflow }) => {
    const labels = {
      consumergroup: processorGroup(workflow.name),
      topic: topicNames(workflow.name).commands,
    };
    const age = (seconds: number) =>
      metric('kafka_consumergroup_oldest_age_seconds', labels, constantly(seconds), exporter);
    const decided = (rate: number) =>
      metric('kafka_consumergroup_out_rate', labels, constantly(rate), exporter);
    return {
      fires: [[age(90), decided(0)]],
      // A long queue that moves, and one that has only just begun to wait.
      silent: [
        [age(90), decided(2)],
        [age(60), decided(0)],
      ],
      value: '1m 30s',
    };
  },
  CupcakeryLagUnknown: ({ workflow }) => {
    const known = (name: string) => {
      const labels = { consumergroup: processorGroup(name), topic: topicNames(name).commands };
      return metric('kafka_consumergroup_lag_sum', labels, constantly(0), exporter);
    };
    const labels = { consumergroup: processorGroup(workflow.name) };
    return { fires: [[known('another')]], silent: [[known(workflow.name)]], labels };
  },
  CupcakeryPartitionStopped: ({ workflow }) => {
    const labels = { workflow: workflow.name, partition: '3' };
    const stopped = (value: number, where = {}) =>
      metric('cupcakery_partition_stopped', labels, constantly(value), where);
    return { fires: [[stopped(1)]], silent: [[stopped(0)], [stopped(0), stopped(1, elsewhere)]], labels };
  },
  CupcakeryTopicProblem: ({ workflow }) => {
    const labels = { workflow: workflow.name, topic: workflow.results.topic, problem: 'grown' };
    const found = (value: number, where = {}) =>
      metric('cupcakery_topic_problem', labels, constantly(value), where);
    return {
      fires: [[found(1), found(0, { pod: 'pod-2' })]],
      silent: [[found(0)], [found(0), found(1, elsewhere)]],
      labels,
    };
  },
  CupcakeryRecordsUnreadable: ({ workflow }) => {
    const labels = { topic: topicNames(workflow.name).incidents };
    return mustNotGrow(
      (values, where) => metric('cupcakery_unreadable_records_total', labels, values, where),
      labels,
    );
  },
  CupcakeryIncidentsOpen: mustBeZero('cupcakery_incidents'),
  CupcakeryOrdersAtRisk: mustBeZero('cupcakery_orders_at_risk'),
  CupcakeryTransactionsFail: ({ workflow }) => {
    const labels = { workflow: workflow.name };
    const failed = (reason: string) => (values: string, where?: object) =>
      metric('cupcakery_transactions_failed_total', { ...labels, reason }, values, where);
    const whole = mustNotGrow(failed('error'), labels);
    // To be fenced is how a processor hands a partition over.
    return { ...whole, silent: [...whole.silent, [failed('fenced')(growing(1))]] };
  },
  CupcakeryRequestsShed: () =>
    mustNotGrow(
      (values, where) => metric('cupcakery_requests_shed_total', { reason: 'lag' }, values, where),
      { reason: 'lag' },
    ),
  CupcakeryDeniedRise: () => ({
    ...mustNotGrow((values, where) => metric('cupcakery_denied_total', { reason: 'role' }, values, where), {
      reason: 'role',
    }),
    // The rate is over five minutes, of which the first ones lie before the series.
    after: 60,
  }),
  CupcakeryViewBehind: ({ workflow }) => {
    const labels = { workflow: workflow.name };
    const behind = (seconds: number, where: { pod?: string; from?: string } = {}) =>
      metric('cupcakery_view_behind_seconds', labels, constantly(seconds), where);
    return {
      fires: [[behind(45), behind(0, { pod: 'pod-2' })]],
      silent: [[behind(30)], [behind(0), behind(45, elsewhere)]],
      labels: { ...labels, pod: 'pod-1' },
      value: '45s',
    };
  },
  CupcakeryViewFull: ({ workflow }) => {
    const labels = { workflow: workflow.name };
    return mustNotGrow(
      (values, where) => metric('cupcakery_view_evicted_total', labels, values, where),
      labels,
    );
  },
  ...autoscalerCases,
  ...exporterCases,
};

/** Which of these fire when nothing at all is measured: those that report it. The others have no data. */
export const firesBlind = ['CupcakeryLagUnknown', 'CupcakeryPartitionsUnserved', 'KafkaLagExporterDown'];
