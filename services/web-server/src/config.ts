import { commonVars, intVar, originsVar, portVar } from '@cupcakery/kit/config';
import { z } from 'zod';

/** Environment of the web server. */
export const configSchema = z.object({
  ...commonVars,
  PORT: portVar.default(8080),
  /** How many proxies in front are believed that a request came by TLS; 0: none. */
  TRUSTED_PROXIES: intVar.default(0),
  WEB_DIR: z.string().default('web/dist').meta({ example: 'web/dist' }),
  OIDC_ISSUER: z.url('must be a URL').meta({ example: 'https://id.example.com/realms/shop' }).optional(),
  WEB_CLIENT_ID: z.string().meta({ example: 'cupcakery-web' }).optional(),
  DEVICE_CLIENT_ID: z.string().meta({ example: 'cupcakery-device' }).optional(),
  OIDC_SCOPE: z.string().default('openid profile offline_access'),
  WEB_SIGN_IN_ORIGINS: originsVar.default([]).meta({ example: 'https://tokens.example.com' }),
});

export type Config = z.infer<typeof configSchema>;
