import { isLoopbackHost } from '@cupcakery/kit/auth/loopback';
import { ConfigError, commonVars, intVar, listVar, portVar, urlVar } from '@cupcakery/kit/config';
import { readMountedFile } from '@cupcakery/kit/files';
import { z } from 'zod';

const secretVar = z.string().min(16, 'must have at least 16 characters').meta({ secret: true }).optional();

/** Environment of the demo's identity provider; the README explains each. */
export const configSchema = z.object({
  ...commonVars,
  PORT: portVar.default(8085),
  /** Who signs in here gives no password, so it is for one machine: other hosts are refused. */
  ISSUER: urlVar
    .refine(
      (url) => isLoopbackHost(new URL(url).hostname),
      'must be on localhost: this provider asks nobody for a password',
    )
    .meta({ example: 'http://localhost:8080/auth' })
    .default('http://localhost:8080/auth'),
  /** Where the web app is opened; default: the origin of ISSUER. */
  WEB_ORIGINS: listVar.optional().meta({ example: 'http://localhost:8080' }),
  ACCESS_TOKEN_SECONDS: intVar.refine((n) => n > 0 && n <= 86_400, 'must be 1 to 86400').default(600),
  /** Keeps the signing keys over restarts. */
  KEYS_FILE: z.string().optional().meta({ example: '/var/lib/cupcakery/keys.json' }),
  DEMO_CLIENT_SECRET: secretVar,
  SERVICES_CLIENT_SECRET: secretVar,
  SHOP_CLIENT_SECRET: secretVar,
  /** The same from mounted files. */
  DEMO_CLIENT_SECRET_FILE: z.string().optional(),
  SERVICES_CLIENT_SECRET_FILE: z.string().optional(),
  SHOP_CLIENT_SECRET_FILE: z.string().optional(),
});

export type Config = z.infer<typeof configSchema>;

/** The configuration with the secrets that files hold. Throws a ConfigError for a file that cannot be read or does not fit. */
export function withSecretFiles(config: Config): Config {
  const secretOf = (
    name: 'DEMO_CLIENT_SECRET' | 'SERVICES_CLIENT_SECRET' | 'SHOP_CLIENT_SECRET',
  ): string | undefined => {
    const file = config[`${name}_FILE`];
    if (file === undefined) return config[name];
    const secret = readMountedFile(`${name}_FILE`, file).trim();
    if (!secretVar.safeParse(secret).success)
      throw new ConfigError(`${name}_FILE=${file} must hold at least 16 characters`);
    return secret;
  };
  return {
    ...config,
    DEMO_CLIENT_SECRET: secretOf('DEMO_CLIENT_SECRET'),
    SERVICES_CLIENT_SECRET: secretOf('SERVICES_CLIENT_SECRET'),
    SHOP_CLIENT_SECRET: secretOf('SHOP_CLIENT_SECRET'),
  };
}
