/** Shapes of kafkajs's private classes, as far as kit drives them. They never leave this folder. */

export type WireTopic<P> = { topic: string; partitions: P[] };
export type GroupMember = { memberId: string; memberMetadata: Buffer };
/** A transaction that is under way, as its coordinator knows it. */
export type TransactionSession = { transactionalId: string; producerId: string; producerEpoch: number };
export type ProtocolRequest = {
  request: { apiKey: number; apiVersion?: number; apiName?: string; encode: () => Promise<unknown> };
  response: { decode(body: Buffer): Promise<unknown>; parse(decoded: unknown): Promise<unknown> };
};
type Lookup = (apiKey: number, definition: unknown) => (args: Record<string, unknown>) => ProtocolRequest;

/** One broker connection pair (fetches have a socket of their own). Every method rejects on a protocol error. */
export type Broker = {
  nodeId: number | string;
  isConnected(): boolean;
  disconnect(): Promise<void>;
  /** Versions of requests that the broker serves, by API key; null before it is connected. */
  versions: Record<number, { minVersion: number; maxVersion: number }> | null;
  lookupRequest: Lookup;
  connectionPool: { send<T>(request: ProtocolRequest): Promise<T> };
  listOffsets(args: {
    replicaId?: number;
    isolationLevel: number;
    topics: WireTopic<{ partition: number; timestamp: number | string }>[];
  }): Promise<{ responses: { topic: string; partitions: { partition: number; offset: string }[] }[] }>;
  heartbeat(args: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  syncGroup(args: {
    groupId: string;
    generationId: number;
    memberId: string;
    groupAssignment: { memberId: string; memberAssignment: Buffer }[];
  }): Promise<{ memberAssignment: Buffer }>;
  leaveGroup(args: { groupId: string; memberId: string }): Promise<unknown>;
  offsetCommit(args: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    topics: WireTopic<{ partition: number; offset: string; metadata?: string }>[];
  }): Promise<unknown>;
  offsetFetch(args: { groupId: string; topics: WireTopic<{ partition: number }>[] }): Promise<{
    responses: {
      topic: string;
      partitions: { partition: number; offset: string; metadata: string | null }[];
    }[];
  }>;
  initProducerId(args: { transactionalId?: string; transactionTimeout: number }): Promise<{
    producerId: string;
    producerEpoch: number;
  }>;
  addPartitionsToTxn(args: TransactionSession & { topics: WireTopic<number>[] }): Promise<unknown>;
  addOffsetsToTxn(args: TransactionSession & { groupId: string }): Promise<unknown>;
  txnOffsetCommit(
    args: TransactionSession & {
      groupId: string;
      topics: WireTopic<{ partition: number; offset: string; metadata?: string }>[];
    },
  ): Promise<unknown>;
  endTxn(args: TransactionSession & { transactionResult: boolean }): Promise<unknown>;
};

/** kafkajs's view of a cluster: metadata, leaders, coordinators. */
export type Cluster = {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  isConnected(): boolean;
  /** Topics that every refresh of the metadata requests; it fails as soon as one of them is gone. */
  targetTopics: Set<string>;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  metadata(args: { topics: string[] }): Promise<{ clusterId: string | null }>;
  refreshMetadataIfNecessary(): Promise<void>;
  brokerPool: {
    findConnectedBroker(): Promise<Broker>;
    /** What every refresh of the metadata comes down to, kafkajs's own ones too. */
    refreshMetadata(topics: string[]): Promise<void>;
  };
  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[];
  findBroker(args: { nodeId: number | string }): Promise<Broker>;
  findGroupCoordinator(args: { groupId: string; coordinatorType?: number }): Promise<Broker>;
  removeBroker(address: { host: string; port: number }): void;
};
