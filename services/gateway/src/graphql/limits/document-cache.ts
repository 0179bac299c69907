import { type DocumentNode, Kind } from 'graphql';
import { LRUCache } from 'lru-cache';
import { documentBytes, tokensAround } from './kept.ts';

/** Parsed documents, and those that cannot be parsed, by their text; what was used last stays. */
export type DocumentCache = {
  documentCache: LRUCache<string, DocumentNode>;
  errorCache: LRUCache<string, Error>;
};

/** Bytes of syntax trees: those of the web app together are a few MB. Counted by number, as by default, 1,024 may be 10 GB. */
const maxBytes = 32 << 20;
const maxErrorBytes = 4 << 20;
/** An error beside the text, which its source is. */
const errorBytes = 2048;

export function createDocumentCache(): DocumentCache {
  return {
    documentCache: new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: (document, text) => documentBytes(text, tokensIn(document)),
    }),
    errorCache: new LRUCache({
      maxSize: maxErrorBytes,
      sizeCalculation: (_error, text) => documentBytes(text, 0) + errorBytes,
    }),
  };
}

function tokensIn({ definitions }: DocumentNode): number {
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION) ?? definitions[0];
  return operation ? tokensAround(operation) : 0;
}

const charactersPerToken = 100;
/** A document of 1,000 tokens, which may have 2,000 characters, is parsed and validated in 5 ms; most operations need some 0.5. */
const dearest = 20;

/**
 * What an operation costs of its client's rate: more if its document has to be parsed and validated first, which is most of
 * the work for one that is invalid.
 */
export function operationCost({ documentCache, errorCache }: DocumentCache, text: string): number {
  if (documentCache.has(text) || errorCache.has(text)) return 1;
  return 1 + Math.min(dearest, Math.ceil(text.length / charactersPerToken));
}
