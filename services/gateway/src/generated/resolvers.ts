import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Order as OrderSource, StageProgress as StageProgressSource } from '@cupcakery/workflow/order';
import type { TicketSource } from '../graphql/ticket.ts';
import type { Workflow as WorkflowSource, Stage as StageSource } from '@cupcakery/workflow/workflow-file';
import type { GatewayContext } from '../graphql/context.ts';
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

export type Mutation = {
  __typename?: 'Mutation';
  placeOrder: OrderResult;
  completeTicket: OrderResult;
  cancelOrder: OrderResult;
};


export type MutationPlaceOrderArgs = {
  input: PlaceOrderInput;
};


export type MutationCompleteTicketArgs = {
  input: TicketInput;
};


export type MutationCancelOrderArgs = {
  input: CancelOrderInput;
};

export type Subscription = {
  __typename?: 'Subscription';
  /** First a snapshot of what matches, then every change. `after` resumes without loss within the resume window. */
  orders: OrdersPayload;
  /** First the stage's tickets, then each change of one of them. */
  tickets: TicketsPayload;
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
  claimedBy?: Maybe<Scalars['String']['output']>;
  details: Scalars['JSON']['output'];
  customerId?: Maybe<Scalars['String']['output']>;
  placedAt: Scalars['DateTime']['output'];
  promisedAt: Scalars['DateTime']['output'];
  updatedAt: Scalars['DateTime']['output'];
  attempts: Scalars['Int']['output'];
  /** The work that is left will probably not be done by `promisedAt`. Computed by the clock at the time of the answer. */
  atRisk: Scalars['Boolean']['output'];
  incident?: Maybe<OrderIncident>;
  /** All stages of the order's route, in order. */
  stages: Array<StageProgress>;
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
};

export type Stage = {
  __typename?: 'Stage';
  name: Scalars['String']['output'];
  /** Past participle, such as baked. */
  done: Scalars['String']['output'];
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
};

export type Me = {
  __typename?: 'Me';
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
};

export type TicketsPayload = {
  __typename?: 'TicketsPayload';
  cursor: Scalars['Cursor']['output'];
  kind: ChangeKind;
  tickets: Array<Ticket>;
  /** Order ids whose ticket left the stage: done, cancelled, moved. */
  removed: Array<Scalars['ID']['output']>;
};

export type PlaceOrderInput = {
  workflow: Scalars['String']['input'];
  details: Scalars['JSON']['input'];
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
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type CancelOrderInput = {
  workflow: Scalars['String']['input'];
  orderId: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
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
  | 'STALE'
  | 'FAULT'
  | 'FORBIDDEN'
  | 'UNAVAILABLE'
  /** Accepted, not yet decided: look again. */
  | 'PENDING';

export type UserError = {
  __typename?: 'UserError';
  code: UserErrorCode;
  message: Scalars['String']['output'];
  /** JSON pointer into the details. */
  field?: Maybe<Scalars['String']['output']>;
};

/** The order as it is after the change, or why there was none. */
export type OrderResult = {
  __typename?: 'OrderResult';
  order?: Maybe<Order>;
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
  OrderIncident: ResolverTypeWrapper<OrderIncident>;
  StageProgress: ResolverTypeWrapper<StageProgressSource>;
  Ticket: ResolverTypeWrapper<TicketSource>;
  Workflow: ResolverTypeWrapper<WorkflowSource>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Stage: ResolverTypeWrapper<StageSource>;
  Me: ResolverTypeWrapper<Me>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  OrderConnection: ResolverTypeWrapper<Omit<OrderConnection, 'edges'> & { edges: Array<ResolversTypes['OrderEdge']> }>;
  ChangeKind: ChangeKind;
  OrdersPayload: ResolverTypeWrapper<Omit<OrdersPayload, 'orders'> & { orders: Array<ResolversTypes['Order']> }>;
  TicketsPayload: ResolverTypeWrapper<Omit<TicketsPayload, 'tickets'> & { tickets: Array<ResolversTypes['Ticket']> }>;
  PlaceOrderInput: PlaceOrderInput;
  TicketInput: TicketInput;
  CancelOrderInput: CancelOrderInput;
  UserErrorCode: UserErrorCode;
  UserError: ResolverTypeWrapper<UserError>;
  OrderResult: ResolverTypeWrapper<Omit<OrderResult, 'order'> & { order?: Maybe<ResolversTypes['Order']> }>;
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
  OrderIncident: OrderIncident;
  StageProgress: StageProgressSource;
  Ticket: TicketSource;
  Workflow: WorkflowSource;
  Float: Scalars['Float']['output'];
  Stage: StageSource;
  Me: Me;
  PageInfo: PageInfo;
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  OrderConnection: Omit<OrderConnection, 'edges'> & { edges: Array<ResolversParentTypes['OrderEdge']> };
  OrdersPayload: Omit<OrdersPayload, 'orders'> & { orders: Array<ResolversParentTypes['Order']> };
  TicketsPayload: Omit<TicketsPayload, 'tickets'> & { tickets: Array<ResolversParentTypes['Ticket']> };
  PlaceOrderInput: PlaceOrderInput;
  TicketInput: TicketInput;
  CancelOrderInput: CancelOrderInput;
  UserError: UserError;
  OrderResult: Omit<OrderResult, 'order'> & { order?: Maybe<ResolversParentTypes['Order']> };
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
  me?: Resolver<ResolversTypes['Me'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  placeOrder?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationPlaceOrderArgs, 'input'>>;
  completeTicket?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationCompleteTicketArgs, 'input'>>;
  cancelOrder?: Resolver<ResolversTypes['OrderResult'], ParentType, ContextType, RequireFields<MutationCancelOrderArgs, 'input'>>;
};

export type SubscriptionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  orders?: SubscriptionResolver<ResolversTypes['OrdersPayload'], "orders", ParentType, ContextType, RequireFields<SubscriptionOrdersArgs, 'workflow'>>;
  tickets?: SubscriptionResolver<ResolversTypes['TicketsPayload'], "tickets", ParentType, ContextType, RequireFields<SubscriptionTicketsArgs, 'workflow' | 'stage'>>;
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
  details?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  customerId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  placedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  promisedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  atRisk?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  incident?: Resolver<Maybe<ResolversTypes['OrderIncident']>, ParentType, ContextType>;
  stages?: Resolver<Array<ResolversTypes['StageProgress']>, ParentType, ContextType>;
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
};

export type StageResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Stage'] = ResolversParentTypes['Stage']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verb?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['StageMode'], ParentType, ContextType>;
  expectedSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  targetSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  cancellable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  outcomes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  retired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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
};

export type TicketsPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TicketsPayload'] = ResolversParentTypes['TicketsPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  tickets?: Resolver<Array<ResolversTypes['Ticket']>, ParentType, ContextType>;
  removed?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrderResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OrderResult'] = ResolversParentTypes['OrderResult']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
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
  OrderIncident?: OrderIncidentResolvers<ContextType>;
  StageProgress?: StageProgressResolvers<ContextType>;
  Ticket?: TicketResolvers<ContextType>;
  Workflow?: WorkflowResolvers<ContextType>;
  Stage?: StageResolvers<ContextType>;
  Me?: MeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrdersPayload?: OrdersPayloadResolvers<ContextType>;
  TicketsPayload?: TicketsPayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  OrderResult?: OrderResultResolvers<ContextType>;
};

