import { boolVar, commonVars, kafkaVars, listVar, msVar, oidcVars, portVar } from '@cupcakery/kit/config';
import { z } from 'zod';

const pattern = z.string().transform((text, context) => {
  try {
    // Without `v`, group names such as `a-b` need no escapes.
    return new RegExp(`^(?:${text})$`);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `is no regular expression: ${String(error)}` });
    return z.NEVER;
  }
});

/** Environment of the lag exporter; README.md explains each. */
export const configSchema = z.object({
  ...commonVars,
  ...kafkaVars,
  ...oidcVars,
  PORT: portVar.default(8083),
  GROUPS: pattern.prefault('.*').meta({ example: 'cupcakes\\..*' }),
  EXCLUDE_GROUPS: pattern.prefault('tail\\..*').meta({ example: 'tail\\..*' }),
  INTERVAL_MS: msVar.default(3_000),
  STALE_AFTER_MS: msVar.default(15_000),
  /** Without it the history is the hour that is in memory. */
  HISTORY_TOPIC: z.string().optional().meta({ example: 'lag-history' }),
  EXTERNAL_METRICS: boolVar.default(false),
  EXTERNAL_METRICS_PORT: portVar.default(8443),
  TLS_CERT_FILE: z.string().optional().meta({ example: '/tls/tls.crt' }),
  TLS_KEY_FILE: z.string().optional().meta({ example: '/tls/tls.key' }),
  /** Instead of reading from the API server which certificates its aggregator has. */
  AGGREGATOR_CA_FILE: z.string().optional(),
  AGGREGATOR_NAMES: listVar.optional().meta({ example: 'front-proxy-client' }),
  TLS_RELOAD_MS: msVar.default(30_000),
  EXPLAIN_SCALING: boolVar.default(false),
  /** Empty: all. */
  SCALING_NAMESPACES: listVar.default([]).meta({ example: 'cupcakery,bakery' }),
});

export type Config = z.infer<typeof configSchema>;
