import { commonVars, kafkaVars, msVar, portVar } from '@cupcakery/kit/config';
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
  PORT: portVar.default(8083),
  GROUPS: pattern.prefault('.*').meta({ example: 'cupcakes\\..*' }),
  EXCLUDE_GROUPS: pattern.prefault('tail\\..*').meta({ example: 'tail\\..*' }),
  INTERVAL_MS: msVar.default(3_000),
  STALE_AFTER_MS: msVar.default(15_000),
});

export type Config = z.infer<typeof configSchema>;
