import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '@cupcakery/kit/config';
import type { Logger } from '@cupcakery/kit/log';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';

const keySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
});
const keySetSchema = z.object({ keys: z.array(keySchema).min(1) });

export type SigningKeys = z.infer<typeof keySetSchema>;

/**
 * The keys that sign tokens, as private JWKs: from `file`, which is written the first time, for its owner only; without a
 * file new ones, and pages that are open have to sign in again after a restart. Throws a ConfigError for a file that
 * holds something else.
 */
export async function loadSigningKeys(file: string | undefined, log: Logger): Promise<SigningKeys> {
  if (file === undefined) {
    log.info('no KEYS_FILE: the signing keys are new, and last until the process ends');
    return await generate();
  }
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new ConfigError(`KEYS_FILE=${file} cannot be read: ${error.code}`, { cause: error });
  });
  if (text !== undefined) return parse(text, file);
  const keys = await generate();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
  await rename(`${file}.new`, file);
  log.info({ file }, 'the signing keys are new');
  return keys;
}

function parse(text: string, file: string): SigningKeys {
  try {
    return keySetSchema.parse(JSON.parse(text));
  } catch {
    // Without the cause: it may quote the keys.
    throw new ConfigError(
      `KEYS_FILE=${file} holds no keys of this provider; delete it, and new ones are made`,
    );
  }
}

async function generate(): Promise<SigningKeys> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return keySetSchema.parse({ keys: [{ ...jwk, kid: crypto.randomUUID(), alg: 'ES256', use: 'sig' }] });
}
