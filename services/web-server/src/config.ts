import { commonVars, portVar } from '@cupcakery/kit/config';
import { z } from 'zod';

/** Environment of the web server. */
export const configSchema = z.object({
  ...commonVars,
  PORT: portVar.default(8080),
  WEB_DIR: z.string().default('web/dist').meta({ example: 'web/dist' }),
});

export type Config = z.infer<typeof configSchema>;
