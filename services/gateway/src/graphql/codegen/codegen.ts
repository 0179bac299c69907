import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { parse } from 'graphql';

/**
 * The text of `generated/resolvers.ts` for a schema: the parent, arguments and result of each resolver. Enums are
 * those of the schema; resolvers map the domain's words to them. `@graphql-codegen/cli` is not used: its watch
 * dependencies do not install everywhere.
 */
export function resolverTypes(sdl: string): Promise<string> {
  return codegen({
    documents: [],
    filename: 'resolvers.ts',
    schema: parse(sdl),
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
    config: {
      useTypeImports: true,
      enumsAsTypes: true,
      strictScalars: true,
      avoidOptionals: { defaultValue: true },
      scalars: { JSON: 'unknown', DateTime: 'string', Cursor: 'string' },
      contextType: '../context/context.ts#GatewayContext',
      mappers: {
        Order: '../../selection/order-selection.ts#ShownOrder as OrderSource',
        OrderHistory: '../context/sources.ts#HistorySource',
        StageProgress: '@cupcakery/workflow/contracts/order#StageProgress as StageProgressSource',
        Ticket: '../context/sources.ts#TicketSource',
        Workflow: '@cupcakery/workflow/file/workflow-file#Workflow as WorkflowSource',
        Stage: '../context/sources.ts#StageSource',
        Collection: '@cupcakery/collections/file/collection-file#Collection as CollectionSource',
        ShopItem: '../context/sources.ts#ItemSource',
        ShopPayload: '../context/sources.ts#ShopPayloadSource',
        ItemReference: '../context/sources.ts#ReferenceSource',
        Backlog: '../../stats/backlog.ts#Backlog as WorkflowBacklog',
        Incident: '../../incidents/open-incidents.ts#OpenIncident',
      },
    },
  });
}
