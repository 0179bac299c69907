import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { createSigner } from './signature.ts';

const secret = () => `whsec_${randomBytes(32).toString('base64')}`;
const body = '{"id":"a1-b2","details":{"notes":"שלום 🧁"}}';
const message = () => ({ id: 'p3.a1-b2/bake/1', at: Date.now(), body: Buffer.from(body) });

it('signs so that the library of the scheme accepts it, under an id without full stops', () => {
  const own = secret();
  const headers = createSigner(own)(message());
  expect(headers['webhook-id']).toBe('p3_a1-b2/bake/1');
  expect(new Webhook(own).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(secret()).verify(body, headers)).toThrow();
  expect(() => new Webhook(own).verify(`${body} `, headers)).toThrow();
});

it('signs the example of the specification alike', () => {
  const sign = createSigner('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  const headers = sign({
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: 1614265330_000,
    body: Buffer.from('{"test": 2432232314}'),
  });
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

it('signs with each secret while one is replaced', () => {
  const [older, newer] = [secret(), secret()];
  const headers = createSigner(`${newer}\n${older}`)(message());
  for (const one of [older, newer]) expect(new Webhook(one).verify(body, headers)).toBeTruthy();
});

it.each([
  'abc',
  'whsec_',
  'whsec_YWJj',
  `whsec_${'A'.repeat(100)}`,
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw other',
])('refuses the secret %s without repeating it', (bad) => {
  expect(() => createSigner(bad)).toThrow(/^must be whsec_ and 24 to 64 bytes in base64, one a line$/);
});
