import {
  boolVar,
  commonVars,
  intVar,
  kafkaVars,
  msVar,
  oidcVars,
  originVars,
  portVar,
} from '@cupcakery/kit/config';
import { tracingVars } from '@cupcakery/kit/tracing/tracing-vars';
import { z } from 'zod';

/** Environment of order-api; the README explains each. */
export const configSchema = z.object({
  ...commonVars,
  ...kafkaVars,
  ...tracingVars,
  ...oidcVars,
  ...originVars,
  PORT: portVar.default(8081),
  REPLY_TIMEOUT_MS: msVar.default(5000),
  TRUSTED_PROXIES: intVar.default(0),
  /** Whether `/docs` and `/openapi.json` are served. */
  DOCS: boolVar.default(true),
  /** The shop's collection files; their operations are part of the document. */
  COLLECTIONS_DIR: z.string().optional().meta({ example: 'charts/cupcakery/collections' }),
  STAFF_TOPIC: z.string().optional().meta({ example: 'cupcakery.staff' }),
  MAX_PENDING: intVar.default(2000),
  /** Commands under way to Kafka and back at a time; callers share them in turn. */
  MAX_IN_FLIGHT: intVar.default(500),
  MAX_BACKLOG: intVar.default(20_000),
  MAX_ORDERS: intVar.default(200_000),
  /** The workflow behind the old factory's paths, `/api/v1/order…`; they are absent if there is no workflow of this name. */
  FACTORY_WORKFLOW: z.string().default('cupcakes').meta({ example: 'cupcakes' }),
});

export type Config = z.infer<typeof configSchema>;
