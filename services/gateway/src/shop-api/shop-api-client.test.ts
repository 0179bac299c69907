import { createLogger } from '@cupcakery/kit/log';
import { expect, test } from 'vitest';
import { failureIn } from '../api/command-client.ts';
import { createShopApi, itemAnswerOf } from './shop-api-client.ts';

const log = createLogger({ service: 'test', level: 'fatal' });
const options = { url: 'http://127.0.0.1:1', timeoutMs: 1000, log };
const service = { name: 'shop', unavailable: 'Later.', nothing: 'None.' };
const problem = (code: string) => ({ type: 'about:blank', title: 'A title', code });

test.each<[number, unknown, id: string | undefined, codes: string[]]>([
  [201, { id: 'a', price: 1 }, 'a', []],
  [200, { id: 'a' }, 'a', []],
  [204, undefined, undefined, []],
  [202, { status: 'pending', id: 'a', location: '/products/a' }, 'a', ['PENDING']],
  [202, {}, undefined, ['PENDING']],
  [404, { id: 'a', message: 'there is no a' }, undefined, ['NOT_FOUND']],
  [409, problem('EXISTS'), undefined, ['EXISTS']],
  [412, problem('STALE'), undefined, ['STALE']],
  [413, problem('TOO_LARGE'), undefined, ['TOO_LARGE']],
  [422, problem('UNKNOWN_REFERENCE'), undefined, ['UNKNOWN_REFERENCE']],
  [422, problem('KEY_REUSED'), undefined, ['KEY_REUSED']],
  [403, problem('FORBIDDEN'), undefined, ['FORBIDDEN']],
  [503, problem('UNAVAILABLE'), undefined, ['UNAVAILABLE']],
  [502, undefined, undefined, ['UNAVAILABLE']],
  [200, 'no item', undefined, ['UNAVAILABLE']],
])('an answer of %s with %j', async (status, body, id, codes) => {
  const response = new Response(body === undefined ? null : JSON.stringify(body), { status });
  const answer = await itemAnswerOf({
    response,
    failureOf: (content) => failureIn(response, content, { service, log }),
  });
  expect(answer.id).toBe(id);
  expect(answer.errors.map(({ code }) => code)).toEqual(codes);
  expect(answer.item !== undefined).toBe(status < 202 && codes.length === 0);
});

test.each<[string, object, string]>([
  ['an id that no address has', { id: '..' }, 'NOT_FOUND'],
  ['an ETag with quotes', { id: 'a', ifMatch: '"a"' }, 'INVALID'],
  ['several ETags', { id: 'a', ifMatch: 'a,b' }, 'INVALID'],
  ['a key with blanks', { id: 'a', idempotencyKey: 'a b' }, 'INVALID'],
])('%s is refused without a request', async (_what, fields, code) => {
  const answer = await createShopApi(options).change({
    method: 'DELETE',
    collection: 'products',
    body: undefined,
    principal: { subject: 'shira', name: 'shira', roles: ['shopkeeper'] },
    traceparent: '',
    address: '127.0.0.1',
    idempotencyKey: undefined,
    ...fields,
  });
  expect(answer.errors).toMatchObject([{ code }]);
});
