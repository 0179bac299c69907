import { type CombinedError, useQuery } from '@urql/preact';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { StartDocument } from '../../generated/graphql.ts';
import { readFields } from '../../lib/details/fields.ts';
import { useLink } from '../../lib/live/connection-context.ts';
import { rolesIn } from '../../lib/orders/rights.ts';
import { WorkflowContext, type WorkflowScope } from '../../lib/orders/workflow-context.ts';
import { language } from '../../lib/texts/texts.ts';
import { setWorkflowWords } from '../../lib/texts/workflow-words.ts';

/** The state of the first query: which workflow, and for whom. */
export type Start = {
  /** The workflow in the address; undefined: the default one. */
  name: string | undefined;
  loading: boolean;
  /** The answer has no such workflow. */
  unknown: boolean;
  error?: CombinedError;
  reload(): void;
};

const StartContext = createContext<Start | undefined>(undefined);

export const useStart = (): Start => {
  const start = useContext(StartContext);
  if (!start) throw new Error('There is no StartProvider above this component');
  return start;
};

/** Loads the workflow that `?workflow=` names, once for all pages; again when the server is back. */
export const StartProvider = ({ children }: { children: ReactNode }) => {
  const [search] = useSearchParams();
  const name = search.get('workflow') ?? undefined;
  const [{ data, error, fetching }, reload] = useQuery({
    query: StartDocument,
    // Left out and not null, so that the schema's default holds.
    variables: { language: language(), ...(name === undefined ? {} : { workflow: name }) },
  });
  const { phase } = useLink();
  const failed = error !== undefined && data === undefined;

  useEffect(() => {
    if (failed && phase === 'live') reload();
  }, [failed, phase, reload]);

  const scope = useMemo((): WorkflowScope | undefined => {
    if (!data?.workflow) return undefined;
    setWorkflowWords(data.workflow.translations);
    const suffix = name === undefined ? '' : `?workflow=${encodeURIComponent(name)}`;
    return {
      workflow: data.workflow,
      fields: readFields(data.workflow.details),
      me: { ...data.me, roles: rolesIn(data.workflow.name, data.me.roles) },
      pathOf: ({ id }) => `/orders/${encodeURIComponent(id)}${suffix}`,
      hrefOf: (path) => `${path}${suffix}`,
    };
  }, [data, name]);

  const start: Start = {
    name,
    loading: fetching,
    unknown: data !== undefined && !data.workflow && !fetching,
    ...(failed && error ? { error } : {}),
    reload,
  };
  return (
    <StartContext value={start}>
      <WorkflowContext value={scope}>{children}</WorkflowContext>
    </StartContext>
  );
};
