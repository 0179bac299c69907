import { z } from 'zod';

/** The name of a secret, hence of a file: what a key of a Kubernetes Secret may be, and never a path. */
const secretName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'the name of a secret: letters, digits, dots and dashes');

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'the name of an HTTP header');

/** Set by the worker or by HTTP itself. */
const ownHeaders = new Set([
  ...['content-type', 'content-length', 'idempotency-key', 'traceparent', 'tracestate'],
  ...['host', 'connection', 'transfer-encoding', 'expect', 'upgrade', 'te', 'trailer', 'keep-alive'],
]);

const httpsUrl = z
  .url({ protocol: /^https?$/, error: 'an http or https URL' })
  .refine((url) => new URL(url).username === '', 'must not contain a user or password');

/** Client credentials (RFC 6749, section 4.4): the token endpoint, or the issuer whose discovery names it. */
const clientSchema = z
  .strictObject({
    issuer: httpsUrl.optional(),
    tokenUrl: httpsUrl.optional(),
    id: z.string().min(1).max(200),
    secret: secretName,
    scope: z.string().min(1).max(1000).optional(),
    resource: z.string().min(1).max(1000).optional(),
  })
  .refine(
    ({ issuer, tokenUrl }) => (issuer === undefined) !== (tokenUrl === undefined),
    'needs either `issuer` or `tokenUrl`',
  );

/**
 * How the worker of an http stage proves who it is. Secrets are named here and never written: their values are files of
 * the stage-worker.
 */
export const stageAuthSchema = z
  .strictObject({
    /** Headers by the name of the secret that has the whole value: `{ X-Api-Key: oven-key }`. */
    headers: z.record(headerName, secretName).default({}),
    client: clientSchema.optional(),
    /** The secret of a signature by the Standard Webhooks scheme. */
    signature: secretName.optional(),
  })
  .superRefine(({ headers, client }, context) => {
    const seen = new Set<string>();
    for (const name of Object.keys(headers)) {
      const lower = name.toLowerCase();
      const why = hindrance(lower, seen, client !== undefined);
      if (why) context.addIssue({ code: 'custom', path: ['headers', name], message: why });
      seen.add(lower);
    }
    if (seen.size > 20) context.addIssue({ code: 'custom', path: ['headers'], message: 'at most 20' });
  });

/** What an http stage's `auth` says. */
export type StageAuth = z.infer<typeof stageAuthSchema>;

function hindrance(header: string, seen: ReadonlySet<string>, hasClient: boolean): string | undefined {
  if (seen.has(header)) return 'is given twice';
  if (ownHeaders.has(header) || header.startsWith('webhook-'))
    return 'is a header that the worker sets itself';
  return header === 'authorization' && hasClient ? 'is set by the token of `client`' : undefined;
}
