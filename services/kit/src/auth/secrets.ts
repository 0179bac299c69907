import { createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const scryptAsync = promisify<string, Buffer, number, Buffer>(scrypt);

/** 256 random bits in characters that need no escaping in addresses and headers. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** 64 random bits in hex, for a public id. */
export function newPublicId(): string {
  return randomBytes(8).toString('hex');
}

/** Hash of a secret that was drawn at random: it needs no salt and no slow function, since nobody can try them all. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether two texts of hashes are equal, in a time that does not say where they differ. */
export function equalHashes(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Whether a hash is that of a secret, by `hashSecret`. */
export function isHashOf(hash: string, secret: string): boolean {
  return equalHashes(hash, hashSecret(secret));
}

/** A code that people choose, slowly hashed: there are few such codes, so that trying them all must take long. */
export type CodeHash = { salt: string; hash: string };

const codeHashBytes = 32;

export async function hashCode(code: string, salt = randomBytes(16).toString('hex')): Promise<CodeHash> {
  const hash = await scryptAsync(code, Buffer.from(salt, 'hex'), codeHashBytes);
  return { salt, hash: hash.toString('hex') };
}

export async function isCode(code: string, { salt, hash }: CodeHash): Promise<boolean> {
  return equalHashes((await hashCode(code, salt)).hash, hash);
}

/**
 * A text that whoever has the key can check: the text and its HMAC-SHA-256, separated by a dot.
 * @param key hex
 */
export function signText(text: string, key: string): string {
  const encoded = Buffer.from(text).toString('base64url');
  return `${encoded}.${macOf(encoded, key)}`;
}

/** The text that was signed with this key; undefined for anything else. */
export function verifiedText(signed: string, key: string): string | undefined {
  const [encoded = '', mac = '', ...rest] = signed.split('.');
  if (rest.length > 0 || !equalHashes(mac, macOf(encoded, key))) return undefined;
  return Buffer.from(encoded, 'base64url').toString('utf8');
}

function macOf(text: string, key: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('base64url');
}
