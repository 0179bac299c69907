import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import { NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** What one document may hold. The deepest useful one (a page's order's stages) has 5 levels. */
export const documentLimits = { depth: 8, aliases: 15, directives: 20, tokens: 1000 } as const;

/** Bytes of a request or of a WebSocket message: details may have 65,536 characters, escaped. */
export const maxRequestBytes = 256 << 10;

/** Plugins that refuse a document before anything is executed; they hold for every transport. */
export function limitPlugins(options: { introspection: boolean }): Plugin[] {
  const { depth, aliases, directives, tokens } = documentLimits;
  return [
    maxTokensPlugin({ n: tokens }),
    maxDepthPlugin({ n: depth, flattenFragments: true }),
    maxAliasesPlugin({ n: aliases }),
    maxDirectivesPlugin({ n: directives }),
    ...(options.introspection ? [] : [noIntrospection]),
  ];
}

const noIntrospection: Plugin = {
  onValidate: ({ addValidationRule }) => addValidationRule(NoSchemaIntrospectionCustomRule),
};
