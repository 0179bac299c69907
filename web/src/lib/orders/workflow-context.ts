import { createContext, useContext } from 'react';
import type { StartQuery } from '../../generated/graphql.ts';
import type { Field } from '../details/fields.ts';
import type { Order, Workflow } from './order.ts';

export type WorkflowScope = {
  /** `estimate` and `intakePaused`: what an order could expect when the page was opened. */
  workflow: Workflow & Pick<NonNullable<StartQuery['workflow']>, 'estimate' | 'intakePaused'>;
  fields: Field[];
  me: StartQuery['me'];
  /** The page of an order. */
  pathOf(order: Pick<Order, 'id'>): string;
  /** The link to a page, such as `/kitchen`, for the same workflow. */
  hrefOf(path: string): string;
};

export const WorkflowContext = createContext<WorkflowScope | undefined>(undefined);

/** The page's workflow and its user; only below a provider. */
export const useWorkflow = (): WorkflowScope => {
  const scope = useContext(WorkflowContext);
  if (!scope) throw new Error('There is no WorkflowContext above this component');
  return scope;
};
