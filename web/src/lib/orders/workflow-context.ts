import { createContext, useContext } from 'react';
import type { StartQuery } from '../../generated/graphql.ts';
import type { Field } from '../details/fields.ts';
import type { Order, Workflow } from './order.ts';

export type WorkflowScope = {
  workflow: Workflow;
  fields: Field[];
  me: StartQuery['me'];
  /** Where an order is followed. */
  pathOf(order: Pick<Order, 'id'>): string;
  /** A place of the app, such as `/kitchen`, for the same workflow. */
  hrefOf(path: string): string;
};

export const WorkflowContext = createContext<WorkflowScope | undefined>(undefined);

/** The workflow whose orders the page is about, and who looks at it; only below a provider. */
export const useWorkflow = (): WorkflowScope => {
  const scope = useContext(WorkflowContext);
  if (!scope) throw new Error('There is no WorkflowContext above this component');
  return scope;
};
