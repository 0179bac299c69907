import { StartDocument } from '../../generated/graphql.ts';
import { createGraphqlClient } from '../../lib/graphql/client.ts';
import type { CredentialsSource } from '../../lib/graphql/credentials.ts';
import type { Workflow } from '../../lib/orders/order.ts';
import { language } from '../../lib/texts/texts.ts';
import { setWorkflowWords } from '../../lib/texts/workflow-words.ts';

/** The workflow that the address names, else the default one; undefined without an answer. */
export const loadWorkflow = async (credentials: CredentialsSource): Promise<Workflow | undefined> => {
  const name = new URLSearchParams(location.search).get('workflow');
  const variables = { language: language(), ...(name === null ? {} : { workflow: name }) };
  const { data } = await createGraphqlClient(credentials).query(StartDocument, variables).toPromise();
  if (!data?.workflow) return undefined;
  setWorkflowWords(data.workflow.translations);
  return data.workflow;
};
