import { type ReactNode, useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { useSearchParams } from 'wouter';
import { StartDocument } from '../generated/graphql.ts';
import { readFields } from '../lib/details/fields.ts';
import { useLink } from '../lib/live/connection-context.ts';
import { WorkflowContext, type WorkflowScope } from '../lib/orders/workflow-context.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import styles from './workflow-gate.module.css';

/** Loads the workflow that `?workflow=` names, else the default one, and shows the page once it is known. */
export const WorkflowGate = ({ children }: { children: ReactNode }) => {
  const [search] = useSearchParams();
  const name = search.get('workflow') ?? undefined;
  const [{ data, error, fetching }, ask] = useQuery({
    query: StartDocument,
    // Left out and not null, so that the schema's default holds.
    variables: name === undefined ? {} : { workflow: name },
  });
  const { phase } = useLink();
  const failed = error !== undefined && data === undefined;

  useEffect(() => {
    if (failed && phase === 'live') ask();
  }, [failed, phase, ask]);

  const scope = useMemo((): WorkflowScope | undefined => {
    if (!data?.workflow) return undefined;
    const suffix = name === undefined ? '' : `?workflow=${encodeURIComponent(name)}`;
    return {
      workflow: data.workflow,
      fields: readFields(data.workflow.details),
      me: data.me,
      pathOf: ({ id }) => `/orders/${encodeURIComponent(id)}${suffix}`,
    };
  }, [data, name]);

  if (scope) return <WorkflowContext value={scope}>{children}</WorkflowContext>;
  if (failed) {
    return (
      <Notice tone="bad" title="The menu could not be loaded">
        <p>
          {error.networkError ? 'The server does not answer.' : error.message} Nothing you ordered is lost.
        </p>
        <p>
          <Button busy={fetching} onClick={() => ask()}>
            Try again
          </Button>
        </p>
      </Notice>
    );
  }
  if (data && !fetching) {
    return (
      <Notice tone="warn" title={`There is no workflow called “${name ?? 'default'}”`}>
        <p>
          <a href="/">Go to the front page</a>
        </p>
      </Notice>
    );
  }
  return (
    <p className={styles.loading} role="status">
      Warming the oven …
    </p>
  );
};
