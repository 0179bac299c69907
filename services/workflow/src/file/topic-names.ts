/** The names of a workflow's own topics (stage and results topics are named in its file). */
export function topicNames(workflow: string) {
  return {
    commands: `${workflow}.commands`,
    /** Commands of workers: what may be sent there is less than a person may do. */
    work: `${workflow}.work`,
    events: `${workflow}.order-events`,
    orders: `${workflow}.orders`,
    /** How to reach customers. */
    contacts: `${workflow}.contacts`,
    /** What is paused. */
    control: `${workflow}.control`,
    withdrawals: `${workflow}.withdrawals`,
    replies: `${workflow}.replies`,
    incidents: `${workflow}.incidents`,
  } as const;
}

/** The consumer group of the order-processor, and the prefix of its transactional ids. */
export function processorGroup(workflow: string): string {
  return `${workflow}.processor`;
}

/** The consumer group of a stage's workers. */
export function stageGroup(workflow: string, stage: string): string {
  return `${workflow}.${stage}`;
}
