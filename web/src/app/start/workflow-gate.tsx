import { type ReactNode, useContext } from 'react';
import { WorkflowContext } from '../../lib/orders/workflow-context.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { useStart } from './start.tsx';
import { Warming } from './warming.tsx';

/** Shows a page once its workflow is known, else why it is not. */
export const WorkflowGate = ({ children }: { children: ReactNode }) => {
  const scope = useContext(WorkflowContext);
  const { name, loading, unknown, error, reload } = useStart();

  if (scope) return children;
  if (error) {
    return (
      <Notice tone="bad" title="The menu could not be loaded">
        <p>
          {error.networkError ? 'The server does not answer.' : error.message} Nothing you ordered is lost.
        </p>
        <p>
          <Button busy={loading} onClick={() => reload()}>
            Try again
          </Button>
        </p>
      </Notice>
    );
  }
  if (unknown) {
    return (
      <Notice tone="warn" title={`There is no workflow called “${name ?? 'default'}”`}>
        <p>
          <a href="/">Go to the front page</a>
        </p>
      </Notice>
    );
  }
  return <Warming />;
};
