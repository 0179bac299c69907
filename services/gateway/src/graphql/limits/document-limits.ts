import {
  type DocumentNode,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  type SelectionSetNode,
  type ValidationContext,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { costPlugin } from './cost-plugin.ts';

/** What one document may hold. The deepest useful operation, the introspection of current tools, has 15 levels. */
export const documentLimits = {
  depth: 15,
  aliases: 15,
  rootFields: 10,
  directives: 30,
  tokens: 1000,
  comments: 100,
  /** Validation ends after so many. */
  errors: 10,
} as const;

/** Bytes of a request or of a WebSocket message: details may have 65,536 characters, escaped. */
export const maxRequestBytes = 256 << 10;

/**
 * Plugins that refuse a document before anything is executed, over every transport. The rules of graphql-armor are
 * not used: where ES and CommonJS modules mix, their errors are of another copy of graphql and would be masked.
 */
export function limitPlugins(options: { introspection: boolean }): Plugin[] {
  // Suggestions of names take half of the time of an invalid document.
  const validation = { maxErrors: documentLimits.errors, hideSuggestions: !options.introspection };
  return [
    costPlugin(),
    {
      onParse({ setParseFn }) {
        setParseFn((source: string) =>
          parse(source, { maxLexicalTokens: documentLimits.tokens, maxComments: documentLimits.comments }),
        );
      },
      onValidate({ addValidationRule, setValidationFn }) {
        setValidationFn((...args: Parameters<typeof validate>) =>
          validate(args[0], args[1], args[2], validation),
        );
        addValidationRule(documentRule);
        if (!options.introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
      },
    },
  ];
}

type Weight = { depth: number; aliases: number; rootFields: number; directives: number };

/** Validation rule: each operation is within the limits, with its fragments counted wherever they are spread. */
export function documentRule(context: ValidationContext) {
  return {
    Document(document: DocumentNode) {
      const weigh = createScale(document);
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
        const weight = weigh(definition.selectionSet);
        for (const name of ['depth', 'aliases', 'rootFields', 'directives'] as const) {
          if (weight[name] <= documentLimits[name]) continue;
          const message = `The operation has too many ${words[name]}: at most ${documentLimits[name]}.`;
          context.reportError(
            new GraphQLError(message, { nodes: definition, extensions: { code: 'TOO_COMPLEX' } }),
          );
        }
      }
    },
  };
}

const words = {
  depth: 'levels',
  aliases: 'aliases',
  rootFields: 'root fields',
  directives: 'directives',
} as const;
const nothing: Weight = { depth: 0, aliases: 0, rootFields: 0, directives: 0 };

/** Weighs selections, each fragment once, however often it is spread (30 of them would double up to a billion). */
function createScale(document: DocumentNode): (selections: SelectionSetNode) => Weight {
  const fragments = new Map(
    document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [])),
  );
  const known = new Map<string, Weight>();

  function weighFragment(name: string): Weight {
    const present = known.get(name);
    if (present) return present;
    // A fragment that spreads itself is refused by another rule; here the recursion must only end.
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const weight = fragment ? weigh(fragment.selectionSet) : nothing;
    known.set(name, weight);
    return weight;
  }

  function weigh({ selections }: SelectionSetNode): Weight {
    const sum = { ...nothing };
    for (const selection of selections) {
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? weighFragment(selection.name.value)
          : selection.selectionSet
            ? weigh(selection.selectionSet)
            : nothing;
      const isField = selection.kind === Kind.FIELD;
      sum.depth = Math.max(sum.depth, inner.depth + (isField ? 1 : 0));
      sum.rootFields += isField ? 1 : inner.rootFields;
      sum.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      sum.directives += inner.directives + (selection.directives?.length ?? 0);
    }
    return sum;
  }
  return weigh;
}
