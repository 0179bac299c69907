import type { ReadLag } from '@cupcakery/kit/kafka/consume/read-lag';
import { may } from '@cupcakery/workflow/access/rights';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { ApiContext } from './request/api-context.ts';
import { authorize } from './request/authorize.ts';

/** The view of a workflow's orders, and how far it is behind their log; undefined while unknown. */
export type WorkflowView = { workflow: Workflow; lag(): ReadLag | undefined };

/**
 * Answers `GET /views`: the views of the workflows on which the caller may know it. For the gateway, inside of the cluster: the
 * ingress leads to no path but those below /api and of the docs.
 * @param replica the name of this process's machine or pod
 * @throws Problem 403 when there is none
 */
export function answerViews(c: ApiContext, views: readonly WorkflowView[], replica: string): Response {
  const shown = views.filter(({ workflow }) => may(c.get('principal'), 'view.read', { workflow }));
  const [first] = views;
  if (shown.length === 0 && first)
    authorize(c, { action: 'view.read', target: { workflow: first.workflow }, object: 'views' });
  const answer = shown.map(({ workflow, lag }) => ({ workflow: workflow.name, lag: lag() ?? null }));
  return c.json({ replica, views: answer }, 200, { 'cache-control': 'no-store' });
}
