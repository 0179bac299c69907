import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { costOf, maxCost } from './cost.ts';

/** Refuses operations that may cost too much, at execution and not at validation: the cost depends on variables. */
export function costPlugin(): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const refusal = refusalOf(args);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const refusal = refusalOf(args);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
}

function refusalOf({
  schema,
  document,
  operationName,
  variableValues,
}: ExecutionArgs): GraphQLError | undefined {
  const operation = operationOf(document, operationName);
  if (!operation) return undefined;
  const fragments = new Map(
    document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [])),
  );
  const cost = costOf({ schema, operation, fragments, variables: variablesOf(operation, variableValues) });
  if (cost <= maxCost) return undefined;
  return new GraphQLError(
    `The operation may cost ${cost}, at most ${maxCost} are allowed: ask for fewer fields, or shorter lists with \`first\`.`,
    { nodes: operation, extensions: { code: 'TOO_COMPLEX', http: { spec: true, status: 400 } } },
  );
}

function operationOf(
  document: DocumentNode,
  name: string | null | undefined,
): OperationDefinitionNode | undefined {
  return document.definitions.find(
    (d): d is OperationDefinitionNode =>
      d.kind === Kind.OPERATION_DEFINITION && (name == null || d.name?.value === name),
  );
}

/** The variables that were sent, and the operation's defaults for integers that were not. */
function variablesOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: ExecutionArgs['variableValues'],
): Record<string, unknown> {
  const variables: Record<string, unknown> = {};
  for (const { variable, defaultValue } of variableDefinitions) {
    if (defaultValue?.kind === Kind.INT) variables[variable.name.value] = Number(defaultValue.value);
  }
  return { ...variables, ...given };
}
