import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLResolveInfo,
  Kind,
  type TypeNode,
} from 'graphql';
import type { Render } from '../../fanout/frame.ts';
import type { StreamPayload } from '../../fanout/payload.ts';
import type { OperationParams, SharedParts } from '../context/context.ts';

/**
 * How the payloads of equal subscriptions are executed: those of equal document, operation and variables, for any
 * caller. The context is the services alone and holds no caller: what a payload may show is decided by the
 * selection, whose authority is the other half of a channel's key.
 */
export function sharedExecution(
  info: GraphQLResolveInfo,
  params: OperationParams,
  { services, mask }: SharedParts,
): { key: string; render: Render<unknown> } {
  const { schema, operation: definition, fragments } = info;
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [definition, ...Object.values(fragments)],
  };
  const variables: Record<string, unknown> = {};
  const coerced: unknown[] = [];
  for (const { variable, type } of definition.variableDefinitions ?? []) {
    const name = variable.name.value;
    // Each subscription begins where its own cursor says; variables of this type fit nowhere else.
    if (namedType(type) === 'Cursor') continue;
    coerced.push(info.variableValues[name]);
    if (params.variables && Object.hasOwn(params.variables, name)) {
      variables[name] = params.variables[name];
    }
  }

  function render(payload: StreamPayload<unknown>): Buffer | Promise<Buffer> {
    try {
      const result = execute({
        schema,
        document,
        rootValue: payload,
        contextValue: services,
        variableValues: variables,
      });
      return result instanceof Promise ? result.then(bytesOf, failed) : bytesOf(result);
    } catch (error) {
      return failed(error);
    }
  }
  const bytesOf = ({ data, errors }: ExecutionResult) =>
    Buffer.from(
      JSON.stringify({
        data,
        ...(errors ? { errors: errors.map(mask) } : {}),
      }),
    );
  const failed = (error: unknown) => bytesOf({ errors: [mask(error)] });

  const key = [params.query ?? '', definition.name?.value ?? '', JSON.stringify(coerced)].join('\0');
  return { key, render };
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
