import { canonicalJson } from '@cupcakery/workflow/contracts/canonical-json';
import { hashOf } from '@cupcakery/workflow/contracts/identity';
import { z } from 'zod';

/** What an item consists of, with its id: as it is on the topic and in answers. */
export type Item = { id: string } & Record<string, unknown>;

/** Longer ids are refused, and so are control characters: an id is part of addresses and log lines. */
export const maxIdLength = 200;
export const itemId = z
  .string()
  .min(1)
  .max(maxIdLength)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');

/** What `ETag` says of an item, without its quotes: items that mean the same have the same. */
export function etagOf(item: Item): string {
  return hashOf(canonicalJson(item)).slice(0, 32);
}
