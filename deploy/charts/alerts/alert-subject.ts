import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Series } from './alert-series.ts';

/** What an alert is about. */
export type Subject = {
  workflow: Workflow;
  stage: Stage;
  /** The name of the stage's HPA. */
  autoscaler: string;
};

/** In which situations an alert fires and in which not. */
export type Case = {
  fires: Series[][];
  silent: Series[][];
  /** The value, as texts print it. */
  value?: string;
  /** What the expression adds to the rule's own labels. */
  labels?: Record<string, string>;
  /** Seconds until the expression is true, where it is not at once. */
  after?: number;
};

/** Another release, which must not matter. */
export const elsewhere = { from: 'elsewhere' };
