import { z } from 'zod';
import { originFault } from './http/origins.ts';

/** The environment does not fit; the message is for a person and holds no secret. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

type Env = Record<string, string | undefined>;

/**
 * Reads a service's configuration. The schema's keys are environment variable names; an empty value counts
 * as unset, as charts and compose files write it. `.meta({ example, secret })` on a key feeds the message.
 * Throws one ConfigError that names every variable at fault.
 */
export function loadConfig<S extends z.ZodObject>(schema: S, env: Env): z.infer<S> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = env[name];
    if (value !== undefined && value.trim() !== '') given[name] = value.trim();
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? 'configuration');
    return explain(name, schema.shape[name], given[name], issue.message);
  });
  throw new ConfigError(`The configuration does not fit:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

function explain(
  name: string,
  schema: z.core.$ZodType | undefined,
  value: string | undefined,
  message: string,
) {
  const { example, secret } = metaOf(schema);
  const hint = example === undefined ? '' : `; for example ${name}=${String(example)}`;
  if (value === undefined)
    return `${name} is not set${message.startsWith('Invalid') ? '' : `: ${message}`}${hint}`;
  if (secret === true) return `${name} (value hidden): ${message.replaceAll(value, '***')}${hint}`;
  // A connection URL may hold a password although the variable is not marked as secret.
  const shown = value.replace(/\/\/[^/@]*@/, '//***@').slice(0, 80);
  return `${name}="${shown}": ${message}${hint}`;
}

/** `.optional()` and `.default()` wrap the schema that carries the meta, so look inside. */
function metaOf(schema: z.core.$ZodType | undefined): Record<string, unknown> {
  if (!schema) return {};
  const own = z.globalRegistry.get(schema);
  if (own) return own;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return metaOf(schema.unwrap());
  return schema instanceof z.ZodPipe ? metaOf(schema.in) : {};
}

const whole = (min: number, max: number, what: string) =>
  z
    .string()
    .regex(/^\d{1,15}$/, what)
    .transform(Number)
    .refine((n) => n >= min && n <= max, what);

/** A TCP port; 0 lets the system choose. */
export const portVar = whole(0, 65_535, 'must be a port, 0 to 65535');
/** A whole number from 0 on. */
export const intVar = whole(0, Number.MAX_SAFE_INTEGER, 'must be a whole number, 0 or more');
/** Milliseconds, at most a day. */
export const msVar = whole(0, 86_400_000, 'must be milliseconds, 0 to 86400000');
/** true/false, 1/0, yes/no, on/off. */
export const boolVar = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', '1', 'yes', 'on', 'false', '0', 'no', 'off'], 'must be true or false'))
  .transform((text) => ['true', '1', 'yes', 'on'].includes(text));
/** Values separated by commas; at least one. */
export const listVar = z
  .string()
  .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
  .refine((list) => list.length > 0, 'must hold at least one value, separated by commas');
/** Exact origins of web pages, separated by commas. */
export const originsVar = listVar.superRefine((list, context) => {
  for (const fault of list.flatMap((text) => originFault(text) ?? [])) {
    context.addIssue({ code: 'custom', message: fault });
  }
});
/** An http or https URL, without a slash at the end. */
export const urlVar = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((text) => text.replace(/\/+$/, ''));

/** What every service reads. SHUTDOWN_TIMEOUT_MS counts from the signal and includes SHUTDOWN_DELAY_MS. */
export const commonVars = {
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HOST: z.string().default('127.0.0.1'),
  ADMIN_PORT: portVar.default(9100),
  /** Further names, without ports, under which ADMIN_PORT is asked; see http/guards/host-guard.ts. */
  ADMIN_HOSTS: listVar.optional().meta({ example: 'metrics.example.com' }),
  WORKFLOWS_DIR: z.string().default('charts/cupcakery/workflows'),
  /** A file with the bearer token without which /metrics is refused; without a file they are for whoever reaches the port. */
  METRICS_TOKEN_FILE: z.string().optional().meta({ example: '/etc/metrics/token' }),
  SHUTDOWN_DELAY_MS: msVar.default(0),
  SHUTDOWN_TIMEOUT_MS: msVar.default(25_000),
  /** For tests on loopback, see process/clock.ts. */
  CLOCK_OFFSET_FILE: z.string().optional().meta({ example: '/tmp/clock-offset-seconds' }),
};

/** Whose pages may use a service from a browser, besides those of its own host; see http/origins.ts. */
export const originVars = {
  ALLOWED_ORIGINS: originsVar.default([]).meta({ example: 'https://kitchen.example' }),
};

/** How to reach Kafka. Certificates and, if wished, the password come as files: mounted secrets. */
export const kafkaVars = {
  KAFKA_BROKERS: listVar.meta({ example: 'localhost:9092' }),
  KAFKA_SSL: boolVar.default(false),
  KAFKA_CA_FILE: z.string().optional(),
  KAFKA_CERT_FILE: z.string().optional(),
  KAFKA_KEY_FILE: z.string().optional(),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().meta({ secret: true }).optional(),
  KAFKA_PASSWORD_FILE: z.string().optional(),
};

/** Authentication. Without OIDC_ISSUER a service serves loopback only, see auth/create-authenticator.ts. */
export const oidcVars = {
  /** `optional`: on loopback, a request without a token is the local principal. Default `required` with an issuer. */
  AUTH: z.enum(['required', 'optional'], 'must be required or optional').optional(),
  OIDC_ISSUER: z.url('must be a URL').meta({ example: 'https://id.example.com/realms/shop' }).optional(),
  OIDC_AUDIENCE: z.string().meta({ example: 'cupcakery' }).optional(),
  OIDC_JWKS_URL: z.url('must be a URL').optional(),
  OIDC_ROLES_CLAIM: z.string().default('roles'),
  /** Seconds from a token's issue to its expiry; a longer life is refused. */
  OIDC_MAX_TOKEN_AGE: whole(1, 31_536_000, 'must be seconds, 1 to 31536000').default(86_400),
};

/**
 * The client by which a service calls its neighbours where no person does: see auth/service-client.ts. Without a token
 * URL the issuer's discovery names it.
 */
export const serviceClientVars = {
  SERVICE_CLIENT_ID: z.string().default('cupcakery-services'),
  SERVICE_CLIENT_SECRET: z.string().meta({ secret: true }).optional(),
  SERVICE_CLIENT_SECRET_FILE: z.string().optional().meta({ example: '/etc/client/secret' }),
  SERVICE_TOKEN_URL: urlVar.optional().meta({ example: 'https://id.example.com/token' }),
  SERVICE_TOKEN_SCOPE: z.string().optional(),
  SERVICE_TOKEN_RESOURCE: z.string().optional(),
};
