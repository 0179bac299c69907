import { createHash } from 'node:crypto';
import { ConfigError } from '@cupcakery/kit/config';
import type { TextFile } from '@cupcakery/kit/files';
import { GraphQLError } from 'graphql';
import { z } from 'zod';

/** An operation as it was sent. */
type Sent = { query?: string | null | undefined; extensions?: unknown };

/** Operations known beforehand, by the SHA-256 (hex) of their text. */
export type PersistedOperations = {
  /**
   * The text of an operation, sent as text or as `extensions.persistedQuery.sha256Hash`.
   * @throws GraphQLError for an unknown hash, and for a text that is not on the list when only those are allowed
   */
  textOf(sent: Sent): string;
};

const hashShape = z.object({ persistedQuery: z.object({ sha256Hash: z.string().max(100) }) });
const fileShape = z.record(z.string(), z.string());

/** @param only whether other operations are refused */
export function createPersistedOperations(
  operations: ReadonlyMap<string, string>,
  only: boolean,
): PersistedOperations {
  const texts = new Set(operations.values());
  return {
    textOf({ query, extensions }) {
      const hash = hashShape.safeParse(extensions).data?.persistedQuery.sha256Hash;
      if (hash === undefined) {
        if (!only || texts.has(query ?? '')) return query ?? '';
        throw refusal(
          'PERSISTED_OPERATION_REQUIRED',
          'Only operations that were agreed on are executed here.',
        );
      }
      const text = operations.get(hash);
      if (text === undefined)
        throw refusal('PERSISTED_OPERATION_NOT_FOUND', 'No operation has this hash here.');
      if (query && query !== text) throw refusal('BAD_REQUEST', 'The operation is not the one of its hash.');
      return text;
    },
  };
}

/**
 * The operations of a file: a JSON map from hash to text.
 * @throws ConfigError that names what is wrong with the file
 */
export function readPersistedOperations({ name, text }: TextFile): ReadonlyMap<string, string> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`${name} is not JSON`, { cause });
  }
  const parsed = fileShape.safeParse(json);
  if (!parsed.success) throw new ConfigError(`${name} must map hashes to the texts of operations`);
  for (const [hash, operation] of Object.entries(parsed.data)) {
    const expected = createHash('sha256').update(operation).digest('hex');
    if (hash !== expected)
      throw new ConfigError(`${name}: the operation under ${hash} has the hash ${expected}`);
  }
  return new Map(Object.entries(parsed.data));
}

function refusal(
  code: 'PERSISTED_OPERATION_REQUIRED' | 'PERSISTED_OPERATION_NOT_FOUND' | 'BAD_REQUEST',
  message: string,
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { spec: true, status: 400 } } });
}
