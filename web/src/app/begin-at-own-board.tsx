import { useContext, useLayoutEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { ownBoardOf } from '../lib/orders/own-board.ts';
import { screenStageOf } from '../lib/orders/rights.ts';
import { WorkflowContext } from '../lib/orders/workflow-context.ts';

/**
 * Opens the board of a cook in place of the front page, once: the link to the front page still leads there. A wall screen
 * has no other front page.
 */
export const BeginAtOwnBoard = () => {
  const scope = useContext(WorkflowContext);
  const [path, navigate] = useLocation();
  const begun = useRef(false);
  useLayoutEffect(() => {
    if (!scope || (begun.current && screenStageOf(scope.me, scope.workflow) === undefined)) return;
    begun.current = true;
    const stage = path === '/' ? ownBoardOf(scope.me, scope.workflow) : undefined;
    if (stage) navigate(scope.hrefOf(`/kitchen/${encodeURIComponent(stage)}`), { replace: true });
  }, [scope, path, navigate]);
  return null;
};
