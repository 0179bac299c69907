import type { OrderFieldsFragment, UserErrorCode, WorkflowFieldsFragment } from '../../generated/graphql.ts';

export type Order = OrderFieldsFragment;
export type StageProgress = Order['stages'][number];
export type Workflow = WorkflowFieldsFragment;
export type Stage = Workflow['stages'][number];
export type UserError = { code: UserErrorCode; message: string; field: string | null };

/** The number people call out: the end of the id, which is random. The whole id stays in links. */
export const shortNumber = (id: string): string => {
  const random = id.slice(id.lastIndexOf('-') + 1);
  return random.slice(-5).toUpperCase();
};

/** `mix` -> `Mix`: names of the workflow file as headings. */
export const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export const stageOf = (workflow: Workflow, name: string): Stage | undefined =>
  workflow.stages.find((stage) => stage.name === name);

/** The order's progress at its present stage. */
export const presentStep = (order: Order): StageProgress | undefined =>
  order.stages.find(({ name }) => name === order.stage);

/** When the order came to its present stage, ms. */
export const readyAt = (order: Order): number => Date.parse(presentStep(order)?.readyAt ?? order.updatedAt);

export const isClosed = ({ status }: Pick<Order, 'status'>): boolean =>
  status !== 'OPEN' && status !== 'INCIDENT';
