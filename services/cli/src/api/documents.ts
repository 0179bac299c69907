import { z } from 'zod';

const order = z.looseObject({
  id: z.string(),
  details: z.record(z.string(), z.unknown()),
  promisedAt: z.string(),
});

export const ticketsDocument = `query Tickets($workflow: String!, $stage: String!, $first: Int) {
  tickets(workflow: $workflow, stage: $stage, first: $first) {
    visit status readyAt recalled
    order { id details placedAt promisedAt claimedBy rushed held atRisk }
  }
}`;
export const ticketsData = z.object({
  tickets: z.array(
    z.object({
      visit: z.number(),
      status: z.string(),
      readyAt: z.string(),
      recalled: z.boolean(),
      order: order.extend({
        claimedBy: z.string().nullable(),
        rushed: z.boolean(),
        held: z.boolean(),
        atRisk: z.boolean(),
      }),
    }),
  ),
});
export type Ticket = z.infer<typeof ticketsData>['tickets'][number];

export const incidentsDocument = `query Incidents($workflow: String!, $first: Int) {
  incidents(workflow: $workflow, first: $first) {
    id kind reason at by
    order { id stage details promisedAt }
    record { topic partition offset }
  }
}`;
export const incidentsData = z.object({
  incidents: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      reason: z.string(),
      at: z.string(),
      by: z.string().nullable(),
      order: order.extend({ stage: z.string() }).nullable(),
      record: z.object({ topic: z.string(), partition: z.number(), offset: z.string() }).nullable(),
    }),
  ),
});
export type Incident = z.infer<typeof incidentsData>['incidents'][number];

export const historyDocument = `query History($workflow: String!, $id: ID!) {
  order(workflow: $workflow, id: $id) {
    id
    history(first: 1000) { complete events { version type name at by stage next from outcome reason } }
  }
}`;
export const historyData = z.object({
  order: z
    .object({
      id: z.string(),
      history: z.object({
        complete: z.boolean(),
        events: z.array(
          z.object({
            version: z.number(),
            type: z.string(),
            name: z.string().nullable(),
            at: z.string(),
            by: z.string(),
            stage: z.string().nullable(),
            next: z.string().nullable(),
            from: z.string().nullable(),
            outcome: z.string().nullable(),
            reason: z.string().nullable(),
          }),
        ),
      }),
    })
    .nullable(),
});
export type HistoryEvent = NonNullable<z.infer<typeof historyData>['order']>['history']['events'][number];

export const traceDocument = `query Trace($workflow: String!, $id: ID!) {
  order(workflow: $workflow, id: $id) { history(first: 1000) { traceId waterfall } }
}`;
export const traceData = z.object({
  order: z
    .object({ history: z.object({ traceId: z.string().nullable(), waterfall: z.string() }) })
    .nullable(),
});

const backlogFields = `at stale source
    decisions { waiting undecidedSince members }
    views { service replica secondsBehind }
    intakePaused { reason by at }
    stages {
      stage lag waiting working claimed oldestWaitingSince inRate outRate stalledSince drainSeconds
      replicas wantedReplicas maxReplicas reason reasonCode members unownedPartitions paused { reason by at }
    }`;
export const backlogDocument = `query Backlog($workflow: String!) { backlog(workflow: $workflow) { ${backlogFields} } }`;

const count = z.number().nullable();
const text = z.string().nullable();
const pause = z.object({ reason: z.string(), by: text, at: z.string() }).nullable();
export const backlogSchema = z.object({
  at: z.string(),
  stale: z.boolean(),
  source: z.string(),
  decisions: z.object({ waiting: count, undecidedSince: text, members: count }),
  views: z.array(z.object({ service: z.string(), replica: text, secondsBehind: count })),
  intakePaused: pause,
  stages: z.array(
    z.object({
      stage: z.string(),
      lag: count,
      waiting: count,
      working: count,
      claimed: count,
      oldestWaitingSince: text,
      inRate: count,
      outRate: count,
      stalledSince: text,
      drainSeconds: count,
      replicas: count,
      wantedReplicas: count,
      maxReplicas: count,
      reason: text,
      reasonCode: text,
      members: count,
      unownedPartitions: count,
      paused: pause,
    }),
  ),
});
export type Backlog = z.infer<typeof backlogSchema>;
export const backlogData = z.object({ backlog: backlogSchema });

export const meDocument = 'query Me { me { subject name roles } }';
export const meData = z.object({
  me: z.object({ subject: z.string(), name: z.string(), roles: z.array(z.string()) }),
});

/** All documents, for the test that holds them to the gateway's schema. */
export const documents = [
  ticketsDocument,
  incidentsDocument,
  historyDocument,
  traceDocument,
  backlogDocument,
  meDocument,
];
