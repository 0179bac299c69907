import {
  boolVar,
  commonVars,
  intVar,
  kafkaVars,
  msVar,
  oidcVars,
  originVars,
  portVar,
  serviceClientVars,
  urlVar,
} from '@cupcakery/kit/config';
import { tracingVars } from '@cupcakery/kit/tracing/tracing-vars';
import { z } from 'zod';

const atLeastOne = intVar.refine((n) => n > 0, 'must be 1 or more');

/** Environment of the gateway; README.md explains each. */
export const configSchema = z.object({
  ...commonVars,
  ...kafkaVars,
  ...tracingVars,
  ...oidcVars,
  ...originVars,
  ...serviceClientVars,
  PORT: portVar.default(8082),
  ORDER_API_URL: urlVar.default('http://127.0.0.1:8081'),
  ORDER_API_TIMEOUT_MS: msVar.default(15_000),
  LAG_EXPORTER_URL: urlVar.optional().meta({ example: 'http://lag-exporter:8083' }),
  /** Without it there is no shop. */
  COLLECTIONS_DIR: z.string().optional().meta({ example: 'charts/cupcakery/collections' }),
  SHOP_URL: urlVar.default('http://127.0.0.1:8084'),
  SHOP_TIMEOUT_MS: msVar.default(15_000),
  /** Without it the history of lags is the hour in lag-exporter's memory. */
  STAFF_TOPIC: z.string().optional().meta({ example: 'cupcakery.staff' }),
  LAG_HISTORY_TOPIC: z.string().optional().meta({ example: 'lag-history' }),
  MAX_ORDERS: atLeastOne.default(200_000),
  RESUME_EVENTS: atLeastOne.default(20_000),
  MAX_SNAPSHOT: atLeastOne.default(20_000),
  MAX_QUEUE: atLeastOne.default(10_000),
  MAX_QUEUE_BYTES: atLeastOne.default(32 << 20),
  MAX_FRAME_BYTES: atLeastOne.default(256 << 20),
  STALL_MS: msVar.default(30_000),
  CURSOR_REFRESH_MS: msVar.default(60_000),
  MAX_STREAMS: atLeastOne.default(10_000),
  MAX_PENDING_STREAMS: atLeastOne.default(1000),
  INIT_TIMEOUT_MS: msVar.default(10_000),
  MAX_STREAMS_PER_USER: atLeastOne.default(1000),
  MAX_STREAMS_PER_ADDRESS: atLeastOne.default(2000),
  MAX_SUBSCRIPTIONS: atLeastOne.default(50),
  MAX_SUBSCRIPTIONS_PER_USER: atLeastOne.default(2000),
  MAX_KEPT_BYTES_PER_USER: atLeastOne.default(8 << 20),
  MAX_KEPT_BYTES: atLeastOne.default(128 << 20),
  OPERATIONS_PER_SECOND: atLeastOne.default(25),
  OPERATIONS_PER_SECOND_PER_USER: atLeastOne.default(250),
  MESSAGES_PER_SECOND: atLeastOne.default(50),
  TRUSTED_PROXIES: intVar.default(0),
  CLOSE_SPREAD_MS: msVar.default(2_000),
  GRAPHIQL: boolVar.optional(),
  PERSISTED_OPERATIONS: z.string().optional(),
  PERSISTED_ONLY: boolVar.default(false),
});

export type Config = z.infer<typeof configSchema>;
