/** The objects of a stage as the API server returns them, with the changes of a test. */
const labels = {
  'cupcakery.io/workflow': 'cupcakes',
  'cupcakery.io/stage': 'bake',
  'helm.sh/chart': 'cupcakery',
};
const named = (name: string) => ({
  name,
  namespace: 'shop',
  labels,
  resourceVersion: '1',
  managedFields: [{}],
});

/** A Deployment whose replicas are all ready. */
export const deployment = (replicas = 4, { spec = {}, status = {} } = {}) => ({
  metadata: named('bake'),
  spec: { replicas, template: { spec: {} }, ...spec },
  status: {
    observedGeneration: 3,
    replicas,
    readyReplicas: replicas,
    updatedReplicas: replicas,
    conditions: [{ type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: '' }],
    ...status,
  },
});

const metricOf = (name: string) => ({
  name,
  selector: { matchLabels: { consumergroup: 'cupcakes.bake', topic: 'readytobake' } },
});

/** The chart's metric: one replica for this many tickets. */
export const lagMetric = (averageValue = '8') => ({
  type: 'External',
  external: {
    metric: metricOf('kafka_consumergroup_lag_sum'),
    target: { type: 'AverageValue', averageValue },
  },
});

/** Its status in the autoscaler: the lag per replica. */
export const lagStatus = (averageValue: string) => ({
  type: 'External',
  external: { metric: metricOf('kafka_consumergroup_lag_sum'), current: { averageValue } },
});

/** The chart's second metric: the age of the oldest ticket, in seconds, against the stage's target. */
export const ageMetric = (value = '90') => ({
  type: 'External',
  external: { metric: metricOf('kafka_consumergroup_oldest_age_seconds'), target: { type: 'Value', value } },
});
export const ageStatus = (value: string) => ({
  type: 'External',
  external: { metric: metricOf('kafka_consumergroup_oldest_age_seconds'), current: { value } },
});

/** From the chart's behavior. */
export const behavior = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Percent', value: 100, periodSeconds: 15 },
      { type: 'Pods', value: 4, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    stabilizationWindowSeconds: 120,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
  },
};

type ConditionFields = readonly [status: 'True' | 'False', reason: string, message?: string];
type Conditions = {
  AbleToScale: ConditionFields;
  ScalingActive: ConditionFields;
  ScalingLimited: ConditionFields;
};

/** A balanced autoscaler, one to twelve replicas, eight tickets each. */
export const autoscaler = ({
  lag = '8',
  replicas = 4,
  spec = {},
  status = {},
  conditions = {},
}: {
  /** Per replica. */
  lag?: string;
  replicas?: number;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  conditions?: Partial<Conditions>;
} = {}) => {
  const merged: Conditions = {
    AbleToScale: ['True', 'ReadyForNewScale'],
    ScalingActive: ['True', 'ValidMetricFound'],
    ScalingLimited: ['False', 'DesiredWithinRange'],
    ...conditions,
  };
  return {
    metadata: named('bake'),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'bake' },
      minReplicas: 1,
      maxReplicas: 12,
      metrics: [lagMetric()],
      behavior,
      ...spec,
    },
    status: {
      currentReplicas: replicas,
      desiredReplicas: replicas,
      currentMetrics: [lagStatus(lag)],
      conditions: Object.entries(merged).map(([type, [status, reason, message = '']]) => ({
        type,
        status,
        reason,
        message,
        lastTransitionTime: '2026-11-22T11:00:00Z',
      })),
      ...status,
    },
  };
};

/** A pod that has been ready for a long time. */
export const pod = (name: string, { metadata = {}, status = {} } = {}) => ({
  metadata: { ...named(name), creationTimestamp: '2026-11-22T11:00:00Z', ...metadata },
  spec: { containers: [{ name: 'stage-worker', image: 'cupcakery/services:1' }] },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-11-22T11:00:20Z' }],
    containerStatuses: [{ name: 'stage-worker', ready: true, state: { running: {} }, lastState: {} }],
    ...status,
  },
});
