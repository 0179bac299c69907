import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ShownOrder as OrderSource } from '../../selection/order-selection.ts';
import type { HistorySource, TicketSource, StageSource, ItemSource, ShopPayloadSource, ReferenceSource } from '../context/sources.ts';
import type { StageProgress as StageProgressSource } from '@cupcakery/workflow/contracts/order';
import type { Workflow as WorkflowSource } from '@cupcakery/workflow/file/workflow-file';
import type { Collection as CollectionSource } from '@cupcakery/collections/file/collection-file';
import type { Backlog as WorkflowBacklog } from '../../stats/backlog.ts';
import type { OpenIncident } from '../../incidents/open-incidents.ts';
import type { GatewayContext } from '../context/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A JSON value. Order details follow their workflow's JSON Schema (`Workflow.details`). */
  JSON: { input: unknown; output: unknown; }
  /** RFC 3339 in UTC, such as 2026-11-21T18:04:05.678Z. */
  DateTime: { input: string; output: string; }
  /** An opaque position in the stream of changes. Not secret: filter and rights always come from the present request. */
  Cursor: { input: string; output: string; }
};

export type Query = {
  __typename?: 'Query';
  /** One order; null when there is none or the caller may not see it. */
  order?: Maybe<Order>;
  /** Orders, last changed first. At most 200 a page. */
  orders: OrderConnection;
  /** Tickets that wait or are in work at a stage, oldest first. At most 500. */
  tickets: Array<Ticket>;
  workflows: Array<Workflow>;
  workflow?: Maybe<Workflow>;
  /** Orders that left a stage last, the latest first: what a cook may recall. At most 50. */
  recentlyDone: Array<Order>;
  /** What waits for a person's decision, oldest first: stopped orders, and for `sre` records that cannot be read. At most 500. */
  incidents: Array<Incident>;
  /** How much waits at each stage, and how fast it moves. For staff. */
  backlog: Backlog;
  /** The lag of each stage over the last minutes, at most 1,440, in at most 240 points. For staff; empty without a lag exporter. */
  lagHistory: Array<StageLagHistory>;
  /** The same of the commands that waited to be decided. */
  decisionHistory: Array<LagPoint>;
  /** Numbers of the last minutes for who runs the floor. For staff; at most 1,440 minutes. */
  floor: Floor;
  /** The collections of the shop that the caller may read; none where there is no shop. */
  collections: Array<Collection>;
  /** An item of a collection; null: there is none. */
  item?: Maybe<ShopItem>;
  /** Items of a collection, sorted by id. At most 200 a page. */
  items: ShopItemConnection;
  /** The caller. */
  me: Me;
};


export type QueryOrderArgs = {
  workflow: Scalars['String']['input'];
  id: Scalars['ID']['input'];
};


export type QueryOrdersArgs = {
  workflow: Scalars['String']['input'];
  filter?: InputMaybe<OrderFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryTicketsArgs = {
  workflow: Scalars['String']['input'];
  stage: Scalars['String']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryWorkflowArgs = {
  name: Scalars['String']['input'];
};


export type QueryRecentlyDoneArgs = {
  workflow: Scalars['String']['input'];
  stage: Scalars['String']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryIncidentsArgs = {
  workflow: Scalars['String']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryBacklogArgs = {
  workflow: Scalars['String']['input'];
};


export type QueryLagHistoryArgs = {
  workflow: Scalars['String']['input'];
  minutes?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryDecisionHistoryArgs = {
  workflow: Scalars['String']['input'];
  minutes?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryFloorArgs = {
  workflow: Scalars['String']['input'];
  minutes?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryItemArgs = {
  collection: Scalars['String']['input'];
  id: Scalars['ID']['input'];
};


export type QueryItemsArgs = {
  collection: Scalars['String']['input'];
  q?: InputMaybe<Scalars['String']['input']>;
  of?: InputMaybe<ReferenceInput>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  placeOrder: OrderResult;
  /** Takes a ticket, so that nobody else works on it. */
  claimTicket: OrderResult;
  /** Gives a claimed ticket back. */
  releaseTicket: OrderResult;
  completeTicket: OrderResult;
  /** Takes an order back to the stage just done (`stage`), with its original clock; while the next one has not begun and `recallForSeconds` last. */
  recallTicket: OrderResult;
  /** The work failed: the order stops at an incident until somebody resolves it. */
  failTicket: OrderResult;
  /** Moves an order to the front of the boards, or puts it aside there. */
  markOrder: OrderResult;
  cancelOrder: OrderResult;
  /** Ends an order's incident. For `sre`. */
  resolveIncident: OrderResult;
  /** Forgets a record that cannot be read. For `sre`. */
  discardRecord: IncidentResult;
  /** Lets the workers of a stage take no tickets until it is resumed; what is in work goes on. */
  pauseStage: PauseResult;
  resumeStage: PauseResult;
  /** Takes no orders until it is resumed. For `sre`. */
  pauseIntake: PauseResult;
  resumeIntake: PauseResult;
  /**
   * Creates an item of a collection of the shop. Each collection has the same of its own, such as `createProduct`, with typed
   * fields.
   */
  createItem: ShopItemResult;
  /** Replaces an item as a whole. */
  replaceItem: ShopItemResult;
  /** Deletes an item; others may refer to it still. */
  deleteItem: ShopItemResult;
};


export type MutationPlaceOrderArgs = {
  input: PlaceOrderInput;
};


export type MutationClaimTicketArgs = {
  input: TicketInput;
};


export type MutationReleaseTicketArgs = {
  input: TicketInput;
};


export type MutationCompleteTicketArgs = {
  input: TicketInput;
};


export type MutationRecallTicketArgs = {
  input: TicketInput;
};


export type MutationFailTicketArgs = {
  input: FailTicketInput;
};


export type MutationMarkOrderArgs = {
  input: MarkOrderInput;
};


export type MutationCancelOrderArgs = {
  input: CancelOrderInput;
};


export type MutationResolveIncidentArgs = {
  input: ResolveIncidentInput;
};


export type MutationDiscardRecordArgs = {
  input: DiscardRecordInput;
};


export type MutationPauseStageArgs = {
  input: PauseStageInput;
};


export type MutationResumeStageArgs = {
  input: ResumeStageInput;
};


export type MutationPauseIntakeArgs = {
  input: PauseIntakeInput;
};


export type MutationResumeIntakeArgs = {
  input: ResumeIntakeInput;
};


export type MutationCreateItemArgs = {
  input: CreateItemInput;
};


export type MutationReplaceItemArgs = {
  input: ReplaceItemInput;
};


export type MutationDeleteItemArgs = {
  input: DeleteItemInput;
};

export type Subscription = {
  __typename?: 'Subscription';
  /** First a snapshot of what matches, then every change. `after` resumes without loss within the resume window. */
  orders: OrdersPayload;
  /** First the stage's tickets, then each change of one of them. */
  tickets: TicketsPayload;
  /** First the order as it is (null: there is none, or not yet), then each change of it. */
  order: OrderPayload;
  /** The backlog now and every `intervalMs` (1,000 to 60,000). For staff. Not resumable: each payload is whole. */
  backlog: BacklogPayload;
  /**
   * Items of collections, by default of all that the caller may read. A shop with more items than a snapshot may hold: read
   * pages of `items`, and go on from the first one's `changesAfter`.
   */
  shop: ShopPayload;
};


export type SubscriptionOrdersArgs = {
  workflow: Scalars['String']['input'];
  filter?: InputMaybe<OrderFilter>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
};


export type SubscriptionTicketsArgs = {
  workflow: Scalars['String']['input'];
  stage: Scalars['String']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
};


export type SubscriptionOrderArgs = {
  workflow: Scalars['String']['input'];
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
};


export type SubscriptionBacklogArgs = {
  workflow: Scalars['String']['input'];
  intervalMs?: InputMaybe<Scalars['Int']['input']>;
};


export type SubscriptionShopArgs = {
  collections?: InputMaybe<Array<Scalars['String']['input']>>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
};

export type OrderStatus =
  | 'OPEN'
  | 'INCIDENT'
  | 'FINISHED'
  | 'CANCELLED'
  | 'SCRAPPED';

export type StageStatus =
  | 'WAITING'
  | 'STARTED'
  | 'CLAIMED'
  | 'DONE';

export type StageMode =
  | 'TIMER'
  | 'HTTP'
  | 'MANUAL';

export type OrderFilter = {
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  status?: InputMaybe<Array<OrderStatus>>;
  stages?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only the caller's own orders. */
  mine?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only orders placed at that time or later. */
  placedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

export type Order = {
  __typename?: 'Order';
  id: Scalars['ID']['output'];
  workflow: Scalars['String']['output'];
  /** Rises by one with every change. */
  version: Scalars['Int']['output'];
  /** Counts the tickets issued for this order. */
  visit: Scalars['Int']['output'];
  status: OrderStatus;
  stage: Scalars['String']['output'];
  stageStatus: StageStatus;
  /** The name of who has the ticket; customers see a role. */
  claimedBy?: Maybe<Scalars['String']['output']>;
  /** The person who has it. Null for customers, and for claims from before there were subjects. */
  claimedActor?: Maybe<Actor>;
  details: Scalars['JSON']['output'];
  customerId?: Maybe<Scalars['String']['output']>;
  placedAt: Scalars['DateTime']['output'];
  promisedAt: Scalars['DateTime']['output'];
  updatedAt: Scalars['DateTime']['output'];
  attempts: Scalars['Int']['output'];
  /** It will probably not be finished by `promisedAt`, going by `estimate`. Computed by the clock at the time of the answer. */
  atRisk: Scalars['Boolean']['output'];
  /** When it will be finished, by the queues before it and how fast they move now. Null: it is not open, put aside, or nothing is known. */
  estimate?: Maybe<Estimate>;
  incident?: Maybe<OrderIncident>;
  /** Somebody wants it first: boards show it in front. */
  rushed: Scalars['Boolean']['output'];
  /** Put aside at its present stage. */
  held: Scalars['Boolean']['output'];
  /** Every change of the order, the first one first. Read from the log, so ask for one order at a time. */
  history: OrderHistory;
  /** All stages of the order's route, in order. */
  stages: Array<StageProgress>;
};


export type OrderHistoryArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A person, by what stays the same when names change. */
export type Actor = {
  __typename?: 'Actor';
  /** The subject of the person's tokens. */
  sub: Scalars['ID']['output'];
  /** How the person came to act under another name: the field that gave it (`as`, `MixedBy`), or the screen. */
  via?: Maybe<Scalars['String']['output']>;
};

export type OrderIncident = {
  __typename?: 'OrderIncident';
  reason: Scalars['String']['output'];
  by: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
};

export type StageProgress = {
  __typename?: 'StageProgress';
  name: Scalars['String']['output'];
  /** When the order arrived at the stage; a recall keeps it. */
  readyAt?: Maybe<Scalars['DateTime']['output']>;
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  by?: Maybe<Scalars['String']['output']>;
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  outcome?: Maybe<Scalars['String']['output']>;
  recalled: Scalars['Boolean']['output'];
};

export type OrderHistory = {
  __typename?: 'OrderHistory';
  events: Array<OrderEvent>;
  /** False when the log was too long to be read to the end: later events are missing. */
  complete: Scalars['Boolean']['output'];
  /** Of the trace that the order is, in logs and where spans go. Null for orders from before there were traces. */
  traceId?: Maybe<Scalars['ID']['output']>;
  /** Where the order's time went: lines of at most 80 columns, for terminals. */
  waterfall: Scalars['String']['output'];
};

export type OrderEventType =
  | 'ORDER_PLACED'
  | 'STAGE_STARTED'
  | 'STAGE_CLAIMED'
  | 'STAGE_RELEASED'
  | 'STAGE_COMPLETED'
  | 'STAGE_RECALLED'
  | 'STAGE_REQUEUED'
  | 'ORDER_MARKED'
  | 'ORDER_FINISHED'
  | 'ORDER_CANCELLED'
  | 'ORDER_SCRAPPED'
  | 'ORDER_REDRIVEN'
  | 'INCIDENT_OPENED'
  /** Of a newer release than this gateway; see `name`. */
  | 'OTHER';

/** What happened, when and by whom. */
export type OrderEvent = {
  __typename?: 'OrderEvent';
  version: Scalars['Int']['output'];
  type: OrderEventType;
  /** Of OTHER: what the newer release calls it. */
  name?: Maybe<Scalars['String']['output']>;
  at: Scalars['DateTime']['output'];
  /** The name to display; of a customer, and for customers, a role. */
  by: Scalars['String']['output'];
  /** The person behind it. Null for workers, for customers, and in events from before there were subjects. */
  actor?: Maybe<Actor>;
  stage?: Maybe<Scalars['String']['output']>;
  /** Of STAGE_COMPLETED: the stage that comes then. */
  next?: Maybe<Scalars['String']['output']>;
  /** Of STAGE_RECALLED: the stage it was taken back from. */
  from?: Maybe<Scalars['String']['output']>;
  outcome?: Maybe<Scalars['String']['output']>;
  reason?: Maybe<Scalars['String']['output']>;
  /** Of ORDER_REDRIVEN. */
  action?: Maybe<IncidentAction>;
  /** Of ORDER_MARKED. */
  rushed?: Maybe<Scalars['Boolean']['output']>;
  held?: Maybe<Scalars['Boolean']['output']>;
};

export type IncidentKind =
  /** An order stopped: retry, rework or scrap it. */
  | 'ORDER'
  /** A record cannot be read: send it again from its source, then discard it here. */
  | 'RECORD';

export type IncidentAction =
  | 'RETRY'
  | 'REWORK'
  | 'SCRAP';

export type Incident = {
  __typename?: 'Incident';
  id: Scalars['ID']['output'];
  workflow: Scalars['String']['output'];
  kind: IncidentKind;
  reason: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
  by?: Maybe<Scalars['String']['output']>;
  order?: Maybe<Order>;
  record?: Maybe<IncidentRecord>;
};

/** Where the record lies. */
export type IncidentRecord = {
  __typename?: 'IncidentRecord';
  topic: Scalars['String']['output'];
  partition: Scalars['Int']['output'];
  offset: Scalars['String']['output'];
};

/** Tickets are counted from orders in any case, never from offsets. */
export type BacklogSource =
  /** What workers and cooks reported of orders is all that is known. */
  | 'WORKERS'
  /** Members, partitions and scaling are known too, from lag-exporter. */
  | 'LAG_EXPORTER';

export type Backlog = {
  __typename?: 'Backlog';
  workflow: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
  source: BacklogSource;
  /** What LAG_EXPORTER knows is older than it should be: the last that was known. */
  stale: Scalars['Boolean']['output'];
  /** When the lag exporter measured last; null: none is connected, or it never has. */
  reportedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why no orders are taken now; null: they are. */
  intakePaused?: Maybe<Pause>;
  decisions: Decisions;
  /** The views that screens and order-api answer from: this gateway's own, then one of each order-api that answers it. */
  views: Array<OrderView>;
  stages: Array<StageBacklog>;
};

/**
 * How commands are decided: orders, claims, finished work. Null means unknown; it is never 0 for that. All is unknown
 * without a recent report of the lag exporter.
 */
export type Decisions = {
  __typename?: 'Decisions';
  /** Commands that wait to be decided. */
  waiting?: Maybe<Scalars['Int']['output']>;
  /** Since when the oldest of them waits; null too when none waits. */
  oldestWaitingSince?: Maybe<Scalars['DateTime']['output']>;
  /** Commands that came and were decided per second, over the last minute. */
  inRate?: Maybe<Scalars['Float']['output']>;
  outRate?: Maybe<Scalars['Float']['output']>;
  /** Since when commands wait and none is decided, where that is too long; null: they are decided, or nobody knows. */
  undecidedSince?: Maybe<Scalars['DateTime']['output']>;
  /** On how many partitions that is so, of those on which commands wait. */
  undecidedPartitions?: Maybe<Scalars['Int']['output']>;
  waitingPartitions?: Maybe<Scalars['Int']['output']>;
  /** Members of the order-processor's group. */
  members?: Maybe<Scalars['Int']['output']>;
};

/** How far a process that shows orders is behind their log. Null means unknown. */
export type OrderView = {
  __typename?: 'OrderView';
  /** gateway or order-api. */
  service: Scalars['String']['output'];
  /** Its machine or pod. */
  replica?: Maybe<Scalars['String']['output']>;
  /** Offsets that it has not read; the markers of transactions take some. */
  offsetsBehind?: Maybe<Scalars['Int']['output']>;
  /** For how long it lacks what is in the log; 0 when it has read all. */
  secondsBehind?: Maybe<Scalars['Float']['output']>;
  measuredAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Null means unknown; it is never 0 for that. */
export type StageBacklog = {
  __typename?: 'StageBacklog';
  stage: Scalars['String']['output'];
  /** Why its workers take no tickets now; null: it is not paused. */
  paused?: Maybe<Pause>;
  /** Tickets that wait or are in work; claimed ones are not in it. */
  lag?: Maybe<Scalars['Int']['output']>;
  waiting?: Maybe<Scalars['Int']['output']>;
  working?: Maybe<Scalars['Int']['output']>;
  claimed?: Maybe<Scalars['Int']['output']>;
  /** Since when the oldest waiting ticket waits; null: none waits. */
  oldestWaitingSince?: Maybe<Scalars['DateTime']['output']>;
  /** Tickets that came and went per second, over the last minute. */
  inRate?: Maybe<Scalars['Float']['output']>;
  outRate?: Maybe<Scalars['Float']['output']>;
  /** Since when tickets wait and none leaves, where that is too long; null: it moves, nothing waits, or it is paused. */
  stalledSince?: Maybe<Scalars['DateTime']['output']>;
  /** Seconds until nothing waits at these rates; null when it does not shrink. */
  drainSeconds?: Maybe<Scalars['Float']['output']>;
  /** Pods that exist; where no Kubernetes is watched, members of the group. Null from WORKERS, as what follows. */
  replicas?: Maybe<Scalars['Int']['output']>;
  /** What the autoscaler's metrics ask for, whatever the maximum. */
  wantedReplicas?: Maybe<Scalars['Int']['output']>;
  /** As many as there may be; where no Kubernetes is watched, as many as could work: one for each partition. */
  maxReplicas?: Maybe<Scalars['Int']['output']>;
  /** Why there are as many replicas as there are: a sentence, and what it is about. */
  reason?: Maybe<Scalars['String']['output']>;
  reasonCode?: Maybe<ScalingReason>;
  /** Members of the stage's consumer group, and partitions that none of them owns; null from WORKERS. */
  members?: Maybe<Scalars['Int']['output']>;
  unownedPartitions?: Maybe<Scalars['Int']['output']>;
  /** Partition by partition; empty from WORKERS. */
  partitions: Array<PartitionBacklog>;
};

/** Why a stage has the replicas it has: the first that holds, from what is broken to what is well. */
export type ScalingReason =
  /** Kubernetes does not answer: replicas and reason are the last ones known. */
  | 'STALE'
  /** Scaled to 0 by hand. */
  | 'DISABLED'
  /** The autoscaler cannot read or change the replicas. */
  | 'UNABLE'
  /** People have paused the stage; the replicas stay. */
  | 'PAUSED'
  /** The autoscaler cannot read its metric; the replicas stay. */
  | 'METRIC_MISSING'
  /** What the stage's work calls does not answer: more replicas would not help. */
  | 'DEPENDENCY_DOWN'
  /** Replicas cannot start, or are not ready. */
  | 'PODS_PENDING'
  /** Each partition has its replica. */
  | 'PARTITION_CAP'
  /** There are as many as are allowed. */
  | 'MAX_REPLICAS'
  /** It waits whether less, or more, stays wanted. */
  | 'STABILIZATION'
  /** It may only scale in steps. */
  | 'RATE_LIMIT'
  /** Too little off the target to act. */
  | 'TOLERANCE'
  /** On its way. */
  | 'SCALING'
  /** Nothing scales it. */
  | 'FIXED'
  /** Less is wanted than the minimum. */
  | 'MINIMUM'
  /** There is what is wanted. */
  | 'BALANCED';

/** Null means unknown; it is never 0 for that. Offsets are texts: they outgrow an Int. */
export type PartitionBacklog = {
  __typename?: 'PartitionBacklog';
  partition: Scalars['Int']['output'];
  lag?: Maybe<Scalars['Int']['output']>;
  committed?: Maybe<Scalars['String']['output']>;
  end?: Maybe<Scalars['String']['output']>;
  oldestAgeSeconds?: Maybe<Scalars['Float']['output']>;
  /** Whether a member of the group has it. */
  owned?: Maybe<Scalars['Boolean']['output']>;
  /** Records wait and come in, and the commit has not moved for a minute. */
  stalled: Scalars['Boolean']['output'];
};

export type StageLagHistory = {
  __typename?: 'StageLagHistory';
  stage: Scalars['String']['output'];
  points: Array<LagPoint>;
};

/** Null means unknown. */
export type LagPoint = {
  __typename?: 'LagPoint';
  at: Scalars['DateTime']['output'];
  /** Tickets that waited or were in work, or commands that waited: the most of the point's span. */
  lag?: Maybe<Scalars['Int']['output']>;
  oldestAgeSeconds?: Maybe<Scalars['Float']['output']>;
};

export type Floor = {
  __typename?: 'Floor';
  workflow: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
  since: Scalars['DateTime']['output'];
  /** False when orders of that time have left the gateway's memory: the numbers are too small. */
  complete: Scalars['Boolean']['output'];
  placed: Scalars['Int']['output'];
  finished: Scalars['Int']['output'];
  cancelled: Scalars['Int']['output'];
  scrapped: Scalars['Int']['output'];
  /** Stages that were recalled. */
  recalls: Scalars['Int']['output'];
  /** Share of the promises that were kept, 0 to 1: of finished orders, and of those whose promised time has passed. Null: none. */
  promiseKept?: Maybe<Scalars['Float']['output']>;
  /** Seconds from placed to finished; orders that are open for longer count with the time so far. */
  averageOrderSeconds?: Maybe<Scalars['Float']['output']>;
  inProgress: Scalars['Int']['output'];
  /** Open orders that will probably miss their promised time, and those that have. */
  atRisk: Scalars['Int']['output'];
  late: Scalars['Int']['output'];
  openIncidents: Scalars['Int']['output'];
  stages: Array<FloorStage>;
};

export type FloorStage = {
  __typename?: 'FloorStage';
  stage: Scalars['String']['output'];
  inProgress: Scalars['Int']['output'];
  /** Tickets by age against the stage's target; 0 without one. */
  warn: Scalars['Int']['output'];
  late: Scalars['Int']['output'];
  critical: Scalars['Int']['output'];
  completed: Scalars['Int']['output'];
  /** Seconds from arrival at the stage to the start of work; tickets that wait for longer count with the time so far. */
  averageWaitingSeconds?: Maybe<Scalars['Float']['output']>;
  /** Seconds from the start of work to its end. */
  averageWorkingSeconds?: Maybe<Scalars['Float']['output']>;
};

/** When an order will probably be finished. Of the moment: ask again after some seconds. */
export type Estimate = {
  __typename?: 'Estimate';
  /** The earlier and the later time; null while a stage on its way stands: nobody can say. */
  from?: Maybe<Scalars['DateTime']['output']>;
  to?: Maybe<Scalars['DateTime']['output']>;
  /** The stage that stands: tickets wait there and none leaves, or it is paused. */
  stalledAt?: Maybe<Scalars['String']['output']>;
  /** Tickets before it at its present stage. */
  ahead: Scalars['Int']['output'];
};

export type SecondsRange = {
  __typename?: 'SecondsRange';
  from: Scalars['Float']['output'];
  to: Scalars['Float']['output'];
};

/** An order as the people of one stage see it. */
export type Ticket = {
  __typename?: 'Ticket';
  order: Order;
  stage: Scalars['String']['output'];
  visit: Scalars['Int']['output'];
  status: StageStatus;
  /** When it arrived at the stage: the age counts from here. */
  readyAt: Scalars['DateTime']['output'];
  recalled: Scalars['Boolean']['output'];
};

export type Workflow = {
  __typename?: 'Workflow';
  name: Scalars['String']['output'];
  title: Scalars['String']['output'];
  /** Seconds from placed to the promised time. */
  promiseSeconds: Scalars['Float']['output'];
  /** JSON Schema of an order's details; forms are drawn from it. */
  details: Scalars['JSON']['output'];
  stages: Array<Stage>;
  /** Seconds after a stage's end in which it can be recalled. */
  recallForSeconds: Scalars['Float']['output'];
  /** What an order that is placed now can expect. */
  estimate?: Maybe<Estimate>;
  /** Why no orders are taken now; null: they are. */
  intakePaused?: Maybe<Pause>;
  /** The workflow's own words in a language such as de: an object from each word to its translation. Words may be missing. */
  translations: Scalars['JSON']['output'];
};


export type WorkflowTranslationsArgs = {
  language: Scalars['String']['input'];
};

export type Stage = {
  __typename?: 'Stage';
  name: Scalars['String']['output'];
  /** Past participle, such as baked. */
  done: Scalars['String']['output'];
  /** Present participle, such as baking. */
  doing?: Maybe<Scalars['String']['output']>;
  verb: Scalars['String']['output'];
  role: Scalars['String']['output'];
  mode: StageMode;
  /** How long the work should take, seconds; null when nobody said. */
  expectedSeconds?: Maybe<Scalars['Float']['output']>;
  /** Age at which a ticket is late, seconds. Boards warn at 75 % and are critical at 150 %. */
  targetSeconds?: Maybe<Scalars['Float']['output']>;
  cancellable: Scalars['Boolean']['output'];
  outcomes: Array<Scalars['String']['output']>;
  retired: Scalars['Boolean']['output'];
  /** Why its workers take no tickets now; null: it is not paused. */
  paused?: Maybe<Pause>;
  /** What orders of the last hour spent here, arrival to end: the 25th and the 90th per cent. Null when too few did. */
  recentSeconds?: Maybe<SecondsRange>;
};

/** Something that people have paused. */
export type Pause = {
  __typename?: 'Pause';
  reason: Scalars['String']['output'];
  /** Who has; only in a backlog, which staff see. */
  by?: Maybe<Scalars['String']['output']>;
  at: Scalars['DateTime']['output'];
};

export type Me = {
  __typename?: 'Me';
  /** As orders and events carry it: a subject of more than 200 characters by its hash. */
  subject: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  roles: Array<Scalars['String']['output']>;
};

export type PageInfo = {
  __typename?: 'PageInfo';
  hasNextPage: Scalars['Boolean']['output'];
  endCursor?: Maybe<Scalars['String']['output']>;
};

export type OrderEdge = {
  __typename?: 'OrderEdge';
  cursor: Scalars['String']['output'];
  node: Order;
};

export type OrderConnection = {
  __typename?: 'OrderConnection';
  edges: Array<OrderEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type ChangeKind =
  /** The payload holds everything that matches now; forget what you had. */
  | 'SNAPSHOT'
  /** The payload holds orders that changed and still (or newly) match; `removed` names those that no longer do. */
  | 'CHANGE';

export type OrdersPayload = {
  __typename?: 'OrdersPayload';
  cursor: Scalars['Cursor']['output'];
  kind: ChangeKind;
  orders: Array<Order>;
  removed: Array<Scalars['ID']['output']>;
  /** The removed orders as they are now, if they still exist: `status` and `stage` say where they went. */
  gone: Array<Order>;
};

export type OrderPayload = {
  __typename?: 'OrderPayload';
  cursor: Scalars['Cursor']['output'];
  kind: ChangeKind;
  /** Null: there is none (yet), or it was archived. */
  order?: Maybe<Order>;
};

export type BacklogPayload = {
  __typename?: 'BacklogPayload';
  cursor: Scalars['Cursor']['output'];
  backlog: Backlog;
};

export type TicketsPayload = {
  __typename?: 'TicketsPayload';
  cursor: Scalars['Cursor']['output'];
  kind: ChangeKind;
  tickets: Array<Ticket>;
  /** Order ids whose ticket left the stage: done, cancelled, moved. */
  removed: Array<Scalars['ID']['output']>;
  /** The removed orders as they are now, if they still exist: `status` and `stage` say where they went. */
  gone: Array<Order>;
};

/**
 * A collection of the shop. For each there are types of its own beside the ones here: for `products`, `product(id)`,
 * `products(q, first, after)`, and `Product` with its fields, with what is computed for it, and with the items that refer to
 * it or that it refers to.
 */
export type Collection = {
  __typename?: 'Collection';
  name: Scalars['String']['output'];
  title: Scalars['String']['output'];
  /** The JSON Schema of an item. */
  schema: Scalars['JSON']['output'];
  /** Whether the caller may create, change and delete items. */
  writable: Scalars['Boolean']['output'];
  /** Fields with the id of an item of another collection. */
  references: Array<CollectionReference>;
  /** Names of what is computed for an item by those that refer to it. */
  computed: Array<Scalars['String']['output']>;
};

export type CollectionReference = {
  __typename?: 'CollectionReference';
  field: Scalars['String']['output'];
  /** The name of the other collection. */
  collection: Scalars['String']['output'];
};

export type ReferenceInput = {
  /** The field that has the id, such as `productId`. */
  field: Scalars['String']['input'];
  id: Scalars['ID']['input'];
};

/**
 * An item of a collection, whichever. It has further fields, one for each collection: `product` is the same item as a
 * `Product`, null if it is another collection's.
 */
export type ShopItem = {
  __typename?: 'ShopItem';
  collection: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Whether there is no such item (any more): another one refers to it still. */
  deleted: Scalars['Boolean']['output'];
  /** What its `ETag` is, without quotes: for `ifMatch`. Null: deleted. */
  etag?: Maybe<Scalars['String']['output']>;
  /** As its collection's schema has them. Null: deleted. */
  fields?: Maybe<Scalars['JSON']['output']>;
  /** What is computed for it by the items that refer to it, by name; without what the caller may not read. */
  computed: Scalars['JSON']['output'];
  /** The items that it refers to. */
  references: Array<ItemReference>;
};

export type ItemReference = {
  __typename?: 'ItemReference';
  field: Scalars['String']['output'];
  item?: Maybe<ShopItem>;
};

export type ShopItemEdge = {
  __typename?: 'ShopItemEdge';
  cursor: Scalars['String']['output'];
  node: ShopItem;
};

export type ShopItemConnection = {
  __typename?: 'ShopItemConnection';
  edges: Array<ShopItemEdge>;
  pageInfo: PageInfo;
  /** Null for a search: counting would read all items. */
  totalCount?: Maybe<Scalars['Int']['output']>;
  /** The position of `shop` that this page is of: subscribed `after` it, all later changes come. */
  changesAfter: Scalars['Cursor']['output'];
};

export type ShopItemId = {
  __typename?: 'ShopItemId';
  collection: Scalars['String']['output'];
  id: Scalars['ID']['output'];
};

export type ShopPayload = {
  __typename?: 'ShopPayload';
  cursor: Scalars['Cursor']['output'];
  kind: ChangeKind;
  items: Array<ShopItem>;
  /** Items that were deleted. */
  removed: Array<ShopItemId>;
  /**
   * The items for which something new is computed by these changes, as they are now: those that a changed or deleted item
   * refers to, or did before. Null: not known, as after a longer absence: read again what is shown.
   */
  touched?: Maybe<Array<ShopItem>>;
};

/** How to reach a customer: kept beside the order until that is archived, and in no history. */
export type ContactInput = {
  name?: InputMaybe<Scalars['String']['input']>;
  email?: InputMaybe<Scalars['String']['input']>;
  address?: InputMaybe<Scalars['String']['input']>;
  /** The language to write in, such as de. */
  language?: InputMaybe<Scalars['String']['input']>;
};

export type PlaceOrderInput = {
  workflow: Scalars['String']['input'];
  details: Scalars['JSON']['input'];
  /** The customer that a program orders for: the subject of the customer's tokens. Needs the role `shop`. */
  customerId?: InputMaybe<Scalars['ID']['input']>;
  contact?: InputMaybe<ContactInput>;
  /** The same key and details again: the same order. Another order needs another key. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type TicketInput = {
  workflow: Scalars['String']['input'];
  orderId: Scalars['ID']['input'];
  stage: Scalars['String']['input'];
  /** Leave out to mean the present visit. */
  visit?: InputMaybe<Scalars['Int']['input']>;
  outcome?: InputMaybe<Scalars['String']['input']>;
  /** At a wall screen: the token that says who works there. */
  cook?: InputMaybe<Scalars['String']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type FailTicketInput = {
  workflow: Scalars['String']['input'];
  orderId: Scalars['ID']['input'];
  stage: Scalars['String']['input'];
  visit?: InputMaybe<Scalars['Int']['input']>;
  reason: Scalars['String']['input'];
  /** At a wall screen: the token that says who works there. */
  cook?: InputMaybe<Scalars['String']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type MarkOrderInput = {
  workflow: Scalars['String']['input'];
  orderId: Scalars['ID']['input'];
  /** Leave out what should stay as it is. */
  rushed?: InputMaybe<Scalars['Boolean']['input']>;
  held?: InputMaybe<Scalars['Boolean']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ResolveIncidentInput = {
  workflow: Scalars['String']['input'];
  orderId: Scalars['ID']['input'];
  action: IncidentAction;
  /** Of REWORK: the stage to begin again from. */
  stage?: InputMaybe<Scalars['String']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type DiscardRecordInput = {
  workflow: Scalars['String']['input'];
  /** `id` of an incident of the kind RECORD. */
  incidentId: Scalars['ID']['input'];
};

export type CancelOrderInput = {
  workflow: Scalars['String']['input'];
  orderId: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type PauseStageInput = {
  workflow: Scalars['String']['input'];
  stage: Scalars['String']['input'];
  /** For people, at most 500 characters. */
  reason: Scalars['String']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ResumeStageInput = {
  workflow: Scalars['String']['input'];
  stage: Scalars['String']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type PauseIntakeInput = {
  workflow: Scalars['String']['input'];
  /** For people, at most 500 characters. */
  reason: Scalars['String']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ResumeIntakeInput = {
  workflow: Scalars['String']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Why nothing changed. */
export type UserErrorCode =
  | 'INVALID'
  | 'KEY_REUSED'
  | 'NOT_FOUND'
  | 'NOT_AT_STAGE'
  | 'CLAIMED'
  | 'NOT_CLAIMED'
  | 'AT_INCIDENT'
  | 'NOT_AN_INCIDENT'
  | 'TOO_LATE'
  | 'CLOSED'
  /** It is not (any more) as the sender thinks. */
  | 'STALE'
  /** There is an item of this id already. */
  | 'EXISTS'
  /** The item refers to what does not exist. */
  | 'UNKNOWN_REFERENCE'
  /** The collection has as many items as it may. */
  | 'FULL'
  /** Kafka accepts no item of this size here. */
  | 'TOO_LARGE'
  /** No orders are taken now; the message is the reason. */
  | 'INTAKE_PAUSED'
  /** The customer may order no more today; the message says when again. */
  | 'DAILY_LIMIT'
  | 'FAULT'
  | 'FORBIDDEN'
  | 'UNAVAILABLE'
  /** Accepted, not yet decided: look again. */
  | 'PENDING';

export type UserError = {
  __typename?: 'UserError';
  code: UserErrorCode;
  message: Scalars['String']['output'];
  /** JSON pointer into the details, or into the item. */
  field?: Maybe<Scalars['String']['output']>;
};

/** The order as it is after the change, or why there was none. */
export type OrderResult = {
  __typename?: 'OrderResult';
  /**
   * The order's id, also while it is PENDING. A repeated request with the same idempotency key may be
   * answered with another id: the one of the request that was decided first.
   */
  orderId?: Maybe<Scalars['ID']['output']>;
  order?: Maybe<Order>;
  errors: Array<UserError>;
};

export type IncidentResult = {
  __typename?: 'IncidentResult';
  incident?: Maybe<Incident>;
  errors: Array<UserError>;
};

/** What holds now (null: it goes on), or why nothing changed. */
export type PauseResult = {
  __typename?: 'PauseResult';
  pause?: Maybe<Pause>;
  errors: Array<UserError>;
};

export type CreateItemInput = {
  collection: Scalars['String']['input'];
  /** As the collection's schema has it; without an `id` it gets one. */
  item: Scalars['JSON']['input'];
  /** The same key and input: the same answer, and one item. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ReplaceItemInput = {
  collection: Scalars['String']['input'];
  id: Scalars['ID']['input'];
  item: Scalars['JSON']['input'];
  /** The `etag` that the item must have, else STALE; `*`: any. */
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type DeleteItemInput = {
  collection: Scalars['String']['input'];
  id: Scalars['ID']['input'];
  ifMatch?: InputMaybe<Scalars['String']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The item as it is after the change, or why there was none. */
export type ShopItemResult = {
  __typename?: 'ShopItemResult';
  /** The item's id, also while it is PENDING. */
  id?: Maybe<Scalars['ID']['output']>;
  /** Null also after a deletion. */
  item?: Maybe<ShopItem>;
  errors: Array<UserError>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OrderStatus: OrderStatus;
  StageStatus: StageStatus;
  StageMode: StageMode;
  OrderFilter: OrderFilter;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Order: ResolverTypeWrapper<OrderSource>;
  Actor: ResolverTypeWrapper<Actor>;
  OrderIncident: ResolverTypeWrapper<OrderIncident>;
  StageProgress: ResolverTypeWrapper<StageProgressSource>;
  OrderHistory: ResolverTypeWrapper<HistorySource>;
  OrderEventType: OrderEventType;
  OrderEvent: ResolverTypeWrapper<OrderEvent>;
  IncidentKind: IncidentKind;
  IncidentAction: IncidentAction;
  Incident: ResolverTypeWrapper<OpenIncident>;
  IncidentRecord: ResolverTypeWrapper<IncidentRecord>;
  BacklogSource: BacklogSource;
  Backlog: ResolverTypeWrapper<WorkflowBacklog>;
  Decisions: ResolverTypeWrapper<Decisions>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  OrderView: ResolverTypeWrapper<OrderView>;
  StageBacklog: ResolverTypeWrapper<StageBacklog>;
  ScalingReason: ScalingReason;
  PartitionBacklog: ResolverTypeWrapper<PartitionBacklog>;
  StageLagHistory: ResolverTypeWrapper<StageLagHistory>;
  LagPoint: ResolverTypeWrapper<LagPoint>;
  Floor: ResolverTypeWrapper<Floor>;
  FloorStage: ResolverTypeWrapper<FloorStage>;
  Estimate: ResolverTypeWrapper<Estimate>;
  SecondsRange: ResolverTypeWrapper<SecondsRange>;
  Ticket: ResolverTypeWrapper<TicketSource>;
  Workflow: ResolverTypeWrapper<WorkflowSource>;
  Stage: ResolverTypeWrapper<StageSource>;
  Pause: ResolverTypeWrapper<Pause>;
  Me: ResolverTypeWrapper<Me>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  OrderConnection: ResolverTypeWrapper<Omit<OrderConnection, 'edges'> & { edges: Array<ResolversTypes['OrderEdge']> }>;
  ChangeKind: ChangeKind;
  OrdersPayload: ResolverTypeWrapper<Omit<OrdersPayload, 'orders' | 'gone'> & { orders: Array<ResolversTypes['Order']>, gone: Array<ResolversTypes['Order']> }>;
  OrderPayload: ResolverTypeWrapper<Omit<OrderPayload, 'order'> & { order?: Maybe<ResolversTypes['Order']> }>;
  BacklogPayload: ResolverTypeWrapper<Omit<BacklogPayload, 'backlog'> & { backlog: ResolversTypes['Backlog'] }>;
  TicketsPayload: ResolverTypeWrapper<Omit<TicketsPayload, 'tickets' | 'gone'> & { tickets: Array<ResolversTypes['Ticket']>, gone: Array<ResolversTypes['Order']> }>;
  Collection: ResolverTypeWrapper<CollectionSource>;
  CollectionReference: ResolverTypeWrapper<CollectionReference>;
  ReferenceInput: ReferenceInput;
  ShopItem: ResolverTypeWrapper<ItemSource>;
  ItemReference: ResolverTypeWrapper<ReferenceSource>;
  ShopItemEdge: ResolverTypeWrapper<Omit<ShopItemEdge, 'node'> & { node: ResolversTypes['ShopItem'] }>;
  ShopItemConnection: ResolverTypeWrapper<Omit<ShopItemConnection, 'edges'> & { edges: Array<ResolversTypes['ShopItemEdge']> }>;
  ShopItemId: ResolverTypeWrapper<ShopItemId>;
  ShopPayload: ResolverTypeWrapper<ShopPayloadSource>;
  ContactInput: ContactInput;
  PlaceOrderInput: PlaceOrderInput;
  TicketInput: TicketInput;
  FailTicketInput: FailTicketInput;
  MarkOrderInput: MarkOrderInput;
  ResolveIncidentInput: ResolveIncidentInput;
  DiscardRecordInput: DiscardRecordInput;
  CancelOrderInput: CancelOrderInput;
  PauseStageInput: PauseStageInput;
  ResumeStageInput: ResumeStageInput;
  PauseIntakeInput: PauseIntakeInput;
  ResumeIntakeInput: ResumeIntakeInput;
  UserErrorCode: UserErrorCode;
  UserError: ResolverTypeWrapper<UserError>;
  OrderResult: ResolverTypeWrapper<Omit<OrderResult, 'order'> & { order?: Maybe<ResolversTypes['Order']> }>;
  IncidentResult: ResolverTypeWrapper<Omit<IncidentResult, 'incident'> & { incident?: Maybe<ResolversTypes['Incident']> }>;
  PauseResult: ResolverTypeWrapper<PauseResult>;
  CreateItemInput: CreateItemInput;
  ReplaceItemInput: ReplaceItemInput;
  DeleteItemInput: DeleteItemInput;
  ShopItemResult: ResolverTypeWrapper<Omit<ShopItemResult, 'item'> & { item?: Maybe<ResolversTypes['ShopItem']> }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  JSON: Scalars['JSON']['output'];
  DateTime: Scalars['DateTime']['output'];
  Cursor: Scalars['Cursor']['output'];
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  OrderFilter: OrderFilter;
  Boolean: Scalars['Boolean']['output'];
  Order: OrderSource;
  Actor: Actor;
  OrderIncident: OrderIncident;
  StageProgress: StageProgressSource;
  OrderHistory: HistorySource;
  OrderEvent: OrderEvent;
  Incident: OpenIncident;
  IncidentRecord: IncidentRecord;
  Backlog: WorkflowBacklog;
  Decisions: Decisions;
  Float: Scalars['Float']['output'];
  OrderView: OrderView;
  StageBacklog: StageBacklog;
  PartitionBacklog: PartitionBacklog;
  StageLagHistory: StageLagHistory;
  LagPoint: LagPoint;
  Floor: Floor;
  FloorStage: FloorStage;
  Estimate: Estimate;
  SecondsRange: SecondsRange;
  Ticket: TicketSource;
  Workflow: WorkflowSource;
  Stage: StageSource;
  Pause: Pause;
  Me: Me;
  PageInfo: PageInfo;
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  OrderConnection: Omit<OrderConnection, 'edges'> & { edges: Array<ResolversParentTypes['OrderEdge']> };
  OrdersPayload: Omit<OrdersPayload, 'orders' | 'gone'> & { orders: Array<ResolversParentTypes['Order']>, gone: Array<ResolversParentTypes['Order']> };
  OrderPayload: Omit<OrderPayload, 'order'> & { order?: Maybe<ResolversParentTypes['Order']> };
  BacklogPayload: Omit<BacklogPayload, 'backlog'> & { backlog: ResolversParentTypes['Backlog'] };
  TicketsPayload: Omit<TicketsPayload, 'tickets' | 'gone'> & { tickets: Array<ResolversParentTypes['Ticket']>, gone: Array<ResolversParentTypes['Order']> };
  Collection: CollectionSource;
  CollectionReference: CollectionReference;
  ReferenceInput: ReferenceInput;
  ShopItem: ItemSource;
  ItemReference: ReferenceSource;
  ShopItemEdge: Omit<ShopItemEdge, 'node'> & { node: ResolversParentTypes['ShopItem'] };
  ShopItemConnection: Omit<ShopItemConnection, 'edges'> & { edges: Array<ResolversParentTypes['ShopItemEdge']> };
  ShopItemId: ShopItemId;
  ShopPayload: ShopPayloadSource;
  ContactInput: ContactInput;
  PlaceOrderInput: PlaceOrderInput;
  TicketInput: TicketInput;
  FailTicketInput: FailTicketInput;
  MarkOrderInput: MarkOrderInput;
  ResolveIncidentInput: ResolveIncidentInput;
  DiscardRecordInput: DiscardRecordInput;
  CancelOrderInput: CancelOrderInput;
  PauseStageInput: PauseStageInput;
  ResumeStageInput: ResumeStageInput;
  PauseIntakeInput: PauseIntakeInput;
  ResumeIntakeInput: ResumeIntakeInput;
  UserError: UserError;
  OrderResult: Omit<OrderResult, 'order'> & { order?: Maybe<ResolversParentTypes['Order']> };
  IncidentResult: Omit<IncidentResult, 'incident'> & { incident?: Maybe<ResolversParentTypes['Incident']> };
  PauseResult: PauseResult;
  CreateItemInput: CreateItemInput;
  ReplaceItemInput: ReplaceItemInput;
  DeleteItemInput: DeleteItemInput;
  ShopItemResult: Omit<ShopItemResult, 'item'> & { item?: Maybe<ResolversParentTypes['ShopItem']> };
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export type QueryResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'workflow' | 'id'>>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<QueryOrdersArgs, 'workflow' | 'first'>>;
  tickets?: Resolver<Array<ResolversTypes['Ticket']>, ParentType, ContextType, RequireFields<QueryTicketsArgs, 'workflow' | 'stage' | 'first'>>;
  workflows?: Resolver<Array<ResolversTypes['Workflow']>, ParentType, ContextType>;
  workflow?: Resolver<Maybe<ResolversTypes['Workflow']>, ParentType, ContextType, RequireFields<QueryWorkflowArgs, 'name'>>;
  recentlyDone?: Resolver<Array<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryRecentlyDoneArgs, 'workflow' | 'stage' | 'first'>>;
  incidents?: Resolver<Array<ResolversTypes['Incident']>, ParentType, ContextType, RequireFields<QueryIncidentsArgs, 'workflow' | 'first'>>;
  backlog?: Resolver<ResolversTypes['Backlog'], ParentType, ContextType, RequireFields<QueryBacklogArgs, 'workflow'>>;
  lagHistory?: Resolver<Array<ResolversTypes['StageLagHistory']>, ParentType, ContextType, RequireFields<QueryLagHistoryArgs, 'workflow' | 'minutes'>>;
  decisionHistory?: Resolver<Array<ResolversTypes['LagPoint']>, ParentType, ContextType, RequireFields<QueryDecisionHistoryArgs, 'workflow' | 'minutes'>>;
  floor?: Resolver<ResolversTypes['Floor'], ParentType, ContextType, RequireFields<QueryFloorArgs, 'workflow' | 'minutes'>>;
  collections?: Resolver<Array<ResolversTypes['Collection']>, ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['ShopItem']>, ParentType, ContextType, RequireFields<QueryItemArgs, 'collection' | 'id'>>;
  items?: Resolver<ResolversTypes['ShopItemConnection'], ParentType, ContextType, RequireFields<QueryItemsArgs, 'collection' | 'first'>>;
  me?: Resolver<ResolversTypes['Me'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  placeOrder?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationPlaceOrderArgs, 'input'>>;
  claimTicket?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationClaimTicketArgs, 'input'>>;
  releaseTicket?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationReleaseTicketArgs, 'input'>>;
  completeTicket?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationCompleteTicketArgs, 'input'>>;
  recallTicket?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationRecallTicketArgs, 'input'>>;
  failTicket?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationFailTicketArgs, 'input'>>;
  markOrder?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationMarkOrderArgs, 'input'>>;
  cancelOrder?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationCancelOrderArgs, 'input'>>;
  resolveIncident?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationResolveIncidentArgs, 'input'>>;
  discardRecord?: Resolver<ResolversTypes['IncidentResult'], ParentType, ContextType, RequireFields<MutationDiscardRecordArgs, 'input'>>;
  pauseStage?: Resolver<ResolversTypes['PauseResult'], ParentType, ContextType, RequireFields<MutationPauseStageArgs, 'input'>>;
  resumeStage?: Resolver<ResolversTypes['PauseResult'], ParentType, ContextType, RequireFields<MutationResumeStageArgs, 'input'>>;
  pauseIntake?: Resolver<ResolversTypes['PauseResult'], ParentType, ContextType, RequireFields<MutationPauseIntakeArgs, 'input'>>;
  resumeIntake?: Resolver<ResolversTypes['PauseResult'], ParentType, ContextType, RequireFields<MutationResumeIntakeArgs, 'input'>>;
  createItem?: Resolver<ResolversTypes['ShopItemResult'], ParentType, ContextType, RequireFields<MutationCreateItemArgs, 'input'>>;
  replaceItem?: Resolver<ResolversTypes['ShopItemResult'], ParentType, ContextType, RequireFields<MutationReplaceItemArgs, 'input'>>;
  deleteItem?: Resolver<ResolversTypes['ShopItemResult'], ParentType, ContextType, RequireFields<MutationDeleteItemArgs, 'input'>>;
};

export type SubscriptionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  orders?: SubscriptionResolver<ResolversTypes['OrdersPayload'], "orders", ParentType, ContextType, RequireFields<SubscriptionOrdersArgs, 'workflow'>>;
  tickets?: SubscriptionResolver<ResolversTypes['TicketsPayload'], "tickets", ParentType, ContextType, RequireFields<SubscriptionTicketsArgs, 'workflow' | 'stage'>>;
  order?: SubscriptionResolver<ResolversTypes['OrderPayload'], "order", ParentType, ContextType, RequireFields<SubscriptionOrderArgs, 'workflow' | 'id'>>;
  backlog?: SubscriptionResolver<ResolversTypes['BacklogPayload'], "backlog", ParentType, ContextType, RequireFields<SubscriptionBacklogArgs, 'workflow' | 'intervalMs'>>;
  shop?: SubscriptionResolver<ResolversTypes['ShopPayload'], "shop", ParentType, ContextType, Partial<SubscriptionShopArgs>>;
};

export type OrderResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  workflow?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  visit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stageStatus?: Resolver<ResolversTypes['StageStatus'], ParentType, ContextType>;
  claimedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  claimedActor?: Resolver<Maybe<ResolversTypes['Actor']>, ParentType, ContextType>;
  details?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  customerId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  placedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  promisedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  atRisk?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  estimate?: Resolver<Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
  incident?: Resolver<Maybe<ResolversTypes['OrderIncident']>, ParentType, ContextType>;
  rushed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  held?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  history?: Resolver<ResolversTypes['OrderHistory'], ParentType, ContextType, RequireFields<OrderHistoryArgs, 'first'>>;
  stages?: Resolver<Array<ResolversTypes['StageProgress']>, ParentType, ContextType>;
};

export type ActorResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Actor'] = ResolversParentTypes['Actor']> = {
  sub?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  via?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrderIncidentResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderIncident'] = ResolversParentTypes['OrderIncident']> = {
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type StageProgressResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['StageProgress'] = ResolversParentTypes['StageProgress']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  readyAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recalled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type OrderHistoryResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderHistory'] = ResolversParentTypes['OrderHistory']> = {
  events?: Resolver<Array<ResolversTypes['OrderEvent']>, ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  traceId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  waterfall?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrderEventResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderEvent'] = ResolversParentTypes['OrderEvent']> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['OrderEventType'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['Actor']>, ParentType, ContextType>;
  stage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  next?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  action?: Resolver<Maybe<ResolversTypes['IncidentAction']>, ParentType, ContextType>;
  rushed?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  held?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type IncidentResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Incident'] = ResolversParentTypes['Incident']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  workflow?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['IncidentKind'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  record?: Resolver<Maybe<ResolversTypes['IncidentRecord']>, ParentType, ContextType>;
};

export type IncidentRecordResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['IncidentRecord'] = ResolversParentTypes['IncidentRecord']> = {
  topic?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  partition?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  offset?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BacklogResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Backlog'] = ResolversParentTypes['Backlog']> = {
  workflow?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['BacklogSource'], ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  reportedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  intakePaused?: Resolver<Maybe<ResolversTypes['Pause']>, ParentType, ContextType>;
  decisions?: Resolver<ResolversTypes['Decisions'], ParentType, ContextType>;
  views?: Resolver<Array<ResolversTypes['OrderView']>, ParentType, ContextType>;
  stages?: Resolver<Array<ResolversTypes['StageBacklog']>, ParentType, ContextType>;
};

export type DecisionsResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Decisions'] = ResolversParentTypes['Decisions']> = {
  waiting?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  oldestWaitingSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  inRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  outRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  undecidedSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  undecidedPartitions?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  waitingPartitions?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  members?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type OrderViewResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderView'] = ResolversParentTypes['OrderView']> = {
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  replica?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  offsetsBehind?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  secondsBehind?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  measuredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type StageBacklogResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['StageBacklog'] = ResolversParentTypes['StageBacklog']> = {
  stage?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  paused?: Resolver<Maybe<ResolversTypes['Pause']>, ParentType, ContextType>;
  lag?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  waiting?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  working?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  claimed?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  oldestWaitingSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  inRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  outRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  stalledSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  drainSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  replicas?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  wantedReplicas?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  maxReplicas?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reasonCode?: Resolver<Maybe<ResolversTypes['ScalingReason']>, ParentType, ContextType>;
  members?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  unownedPartitions?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  partitions?: Resolver<Array<ResolversTypes['PartitionBacklog']>, ParentType, ContextType>;
};

export type PartitionBacklogResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PartitionBacklog'] = ResolversParentTypes['PartitionBacklog']> = {
  partition?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lag?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  committed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  end?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  oldestAgeSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  owned?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  stalled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type StageLagHistoryResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['StageLagHistory'] = ResolversParentTypes['StageLagHistory']> = {
  stage?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['LagPoint']>, ParentType, ContextType>;
};

export type LagPointResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LagPoint'] = ResolversParentTypes['LagPoint']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lag?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  oldestAgeSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type FloorResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Floor'] = ResolversParentTypes['Floor']> = {
  workflow?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  placed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  finished?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cancelled?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  scrapped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  recalls?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  promiseKept?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageOrderSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  inProgress?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  atRisk?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  late?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  openIncidents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stages?: Resolver<Array<ResolversTypes['FloorStage']>, ParentType, ContextType>;
};

export type FloorStageResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FloorStage'] = ResolversParentTypes['FloorStage']> = {
  stage?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  inProgress?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  warn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  late?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  critical?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  completed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  averageWaitingSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageWorkingSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type EstimateResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Estimate'] = ResolversParentTypes['Estimate']> = {
  from?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  stalledAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ahead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SecondsRangeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SecondsRange'] = ResolversParentTypes['SecondsRange']> = {
  from?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TicketResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Ticket'] = ResolversParentTypes['Ticket']> = {
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  visit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['StageStatus'], ParentType, ContextType>;
  readyAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  recalled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type WorkflowResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Workflow'] = ResolversParentTypes['Workflow']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  promiseSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  details?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  stages?: Resolver<Array<ResolversTypes['Stage']>, ParentType, ContextType>;
  recallForSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  estimate?: Resolver<Maybe<ResolversTypes['Estimate']>, ParentType, ContextType>;
  intakePaused?: Resolver<Maybe<ResolversTypes['Pause']>, ParentType, ContextType>;
  translations?: Resolver<ResolversTypes['JSON'], ParentType, ContextType, RequireFields<WorkflowTranslationsArgs, 'language'>>;
};

export type StageResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Stage'] = ResolversParentTypes['Stage']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  doing?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  verb?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['StageMode'], ParentType, ContextType>;
  expectedSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  targetSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  cancellable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  outcomes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  retired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  paused?: Resolver<Maybe<ResolversTypes['Pause']>, ParentType, ContextType>;
  recentSeconds?: Resolver<Maybe<ResolversTypes['SecondsRange']>, ParentType, ContextType>;
};

export type PauseResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Pause'] = ResolversParentTypes['Pause']> = {
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Me'] = ResolversParentTypes['Me']> = {
  subject?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrderEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type OrderConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  edges?: Resolver<Array<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OrdersPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrdersPayload'] = ResolversParentTypes['OrdersPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  orders?: Resolver<Array<ResolversTypes['Order']>, ParentType, ContextType>;
  removed?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  gone?: Resolver<Array<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type OrderPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderPayload'] = ResolversParentTypes['OrderPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type BacklogPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['BacklogPayload'] = ResolversParentTypes['BacklogPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  backlog?: Resolver<ResolversTypes['Backlog'], ParentType, ContextType>;
};

export type TicketsPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TicketsPayload'] = ResolversParentTypes['TicketsPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  tickets?: Resolver<Array<ResolversTypes['Ticket']>, ParentType, ContextType>;
  removed?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  gone?: Resolver<Array<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type CollectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Collection'] = ResolversParentTypes['Collection']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  schema?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  writable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  references?: Resolver<Array<ResolversTypes['CollectionReference']>, ParentType, ContextType>;
  computed?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CollectionReferenceResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CollectionReference'] = ResolversParentTypes['CollectionReference']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  collection?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ShopItemResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShopItem'] = ResolversParentTypes['ShopItem']> = {
  collection?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  deleted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  etag?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fields?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  computed?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  references?: Resolver<Array<ResolversTypes['ItemReference']>, ParentType, ContextType>;
};

export type ItemReferenceResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ItemReference'] = ResolversParentTypes['ItemReference']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['ShopItem']>, ParentType, ContextType>;
};

export type ShopItemEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShopItemEdge'] = ResolversParentTypes['ShopItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ShopItem'], ParentType, ContextType>;
};

export type ShopItemConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShopItemConnection'] = ResolversParentTypes['ShopItemConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ShopItemEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  changesAfter?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
};

export type ShopItemIdResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShopItemId'] = ResolversParentTypes['ShopItemId']> = {
  collection?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ShopPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShopPayload'] = ResolversParentTypes['ShopPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  items?: Resolver<Array<ResolversTypes['ShopItem']>, ParentType, ContextType>;
  removed?: Resolver<Array<ResolversTypes['ShopItemId']>, ParentType, ContextType>;
  touched?: Resolver<Maybe<Array<ResolversTypes['ShopItem']>>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrderResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderResult'] = ResolversParentTypes['OrderResult']> = {
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type IncidentResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['IncidentResult'] = ResolversParentTypes['IncidentResult']> = {
  incident?: Resolver<Maybe<ResolversTypes['Incident']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PauseResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PauseResult'] = ResolversParentTypes['PauseResult']> = {
  pause?: Resolver<Maybe<ResolversTypes['Pause']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ShopItemResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ShopItemResult'] = ResolversParentTypes['ShopItemResult']> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['ShopItem']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = GatewayContext> = {
  JSON?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Cursor?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  Actor?: ActorResolvers<ContextType>;
  OrderIncident?: OrderIncidentResolvers<ContextType>;
  StageProgress?: StageProgressResolvers<ContextType>;
  OrderHistory?: OrderHistoryResolvers<ContextType>;
  OrderEvent?: OrderEventResolvers<ContextType>;
  Incident?: IncidentResolvers<ContextType>;
  IncidentRecord?: IncidentRecordResolvers<ContextType>;
  Backlog?: BacklogResolvers<ContextType>;
  Decisions?: DecisionsResolvers<ContextType>;
  OrderView?: OrderViewResolvers<ContextType>;
  StageBacklog?: StageBacklogResolvers<ContextType>;
  PartitionBacklog?: PartitionBacklogResolvers<ContextType>;
  StageLagHistory?: StageLagHistoryResolvers<ContextType>;
  LagPoint?: LagPointResolvers<ContextType>;
  Floor?: FloorResolvers<ContextType>;
  FloorStage?: FloorStageResolvers<ContextType>;
  Estimate?: EstimateResolvers<ContextType>;
  SecondsRange?: SecondsRangeResolvers<ContextType>;
  Ticket?: TicketResolvers<ContextType>;
  Workflow?: WorkflowResolvers<ContextType>;
  Stage?: StageResolvers<ContextType>;
  Pause?: PauseResolvers<ContextType>;
  Me?: MeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrdersPayload?: OrdersPayloadResolvers<ContextType>;
  OrderPayload?: OrderPayloadResolvers<ContextType>;
  BacklogPayload?: BacklogPayloadResolvers<ContextType>;
  TicketsPayload?: TicketsPayloadResolvers<ContextType>;
  Collection?: CollectionResolvers<ContextType>;
  CollectionReference?: CollectionReferenceResolvers<ContextType>;
  ShopItem?: ShopItemResolvers<ContextType>;
  ItemReference?: ItemReferenceResolvers<ContextType>;
  ShopItemEdge?: ShopItemEdgeResolvers<ContextType>;
  ShopItemConnection?: ShopItemConnectionResolvers<ContextType>;
  ShopItemId?: ShopItemIdResolvers<ContextType>;
  ShopPayload?: ShopPayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  OrderResult?: OrderResultResolvers<ContextType>;
  IncidentResult?: IncidentResultResolvers<ContextType>;
  PauseResult?: PauseResultResolvers<ContextType>;
  ShopItemResult?: ShopItemResultResolvers<ContextType>;
};

