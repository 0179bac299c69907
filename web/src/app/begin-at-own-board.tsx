import { useContext, useLayoutEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { ownBoardOf } from '../lib/orders/own-board.ts';
import { WorkflowContext } from '../lib/orders/workflow-context.ts';

/** Opens the board of a cook in place of the front page, once: the link to the front page still leads there. */
export const BeginAtOwnBoard = () => {
  const scope = useContext(WorkflowContext);
  const [path, navigate] = useLocation();
  const begun = useRef(false);
  useLayoutEffect(() => {
    if (begun.current || !scope) return;
    begun.current = true;
    const stage = path === '/' ? ownBoardOf(scope.me, scope.workflow) : undefined;
    if (stage) navigate(scope.hrefOf(`/kitchen/${encodeURIComponent(stage)}`), { replace: true });
  }, [scope, path, navigate]);
  return null;
};
