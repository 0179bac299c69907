import ms, { type StringValue } from 'ms';
import { z } from 'zod';

/** A span of time in a workflow file, such as `10m`, `2s` or `250ms`; read as seconds, 0 to 10 years. */
export const duration = z
  .string()
  .max(20)
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d|w)$/, 'a duration such as 2s, 10m, 24h')
  .transform((text) => ms(text as StringValue) / 1000)
  .refine((seconds) => seconds <= 315_360_000, 'at most 3650d');

/** A duration where 0 would mean an endless loop without a pause. */
export const positiveDuration = duration.refine((seconds) => seconds > 0, 'longer than 0s');
