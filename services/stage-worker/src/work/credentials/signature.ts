import { createHmac } from 'node:crypto';

/** What is signed: `id` stays the same however often a ticket is tried; `at` in milliseconds since 1970. */
export type SignedMessage = { id: string; at: number; body: Uint8Array };

/**
 * Signs requests by the Standard Webhooks scheme (https://www.standardwebhooks.com, symmetric, `v1`): HMAC-SHA256 of
 * `id.timestamp.body`. Several secrets, one a line, make several signatures, so that they can be rotated.
 * @param secret `whsec_` and 24 to 64 bytes in base64
 * @throws Error saying what is wrong with it, without it
 */
export function createSigner(secret: string): (message: SignedMessage) => Record<string, string> {
  const keys = secret.split(/\s+/).map(keyOf);
  return ({ id, at, body }) => {
    // The parts are separated by full stops, so none may be in the id. Order ids have them, and no underscores.
    const webhookId = id.replaceAll('.', '_');
    const timestamp = String(Math.floor(at / 1000));
    const signatures = keys.map((key) => {
      const mac = createHmac('sha256', key).update(`${webhookId}.${timestamp}.`).update(body);
      return `v1,${mac.digest('base64')}`;
    });
    return {
      'webhook-id': webhookId,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    };
  };
}

function keyOf(line: string): Buffer {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(line)?.[1];
  const key = Buffer.from(base64 ?? '', 'base64');
  if (key.length < 24 || key.length > 64)
    throw new Error('must be whsec_ and 24 to 64 bytes in base64, one a line');
  return key;
}
