import {
  commonVars,
  intVar,
  kafkaVars,
  listVar,
  msVar,
  oidcVars,
  originVars,
  portVar,
} from '@cupcakery/kit/config';
import { z } from 'zod';

const parts = ['api', 'processor'] as const;
/** What a process does: answer requests, decide commands. */
export type Part = (typeof parts)[number];

/** Environment of the shop; the README explains each. */
export const configSchema = z.object({
  ...commonVars,
  ...kafkaVars,
  ...oidcVars,
  ...originVars,
  PARTS: listVar
    .pipe(z.array(z.enum(parts, 'must be api, processor or both')))
    .default([...parts])
    .meta({ example: 'api,processor' }),
  COLLECTIONS_DIR: z.string().default('charts/cupcakery/collections'),
  PORT: portVar.default(8084),
  TRUSTED_PROXIES: intVar.default(0),
  REPLY_TIMEOUT_MS: msVar.default(5000),
  MAX_PENDING: intVar.default(2000),
  /** Commands under way to Kafka and back at a time; callers share them in turn. */
  MAX_IN_FLIGHT: intVar.default(500),
  MAX_BACKLOG: intVar.default(20_000),
  /** Items in the answer to a list without `first`. */
  MAX_LIST: intVar.default(10_000),
  /** Items of a collection: above, nothing is created. */
  MAX_ITEMS: intVar.default(1_000_000),
  /** Of the processor, as member of its group. */
  INSTANCE_ID: z.string().optional().meta({ example: 'shop-0' }),
  LINGER_MS: intVar.default(4),
});

export type Config = z.infer<typeof configSchema>;
