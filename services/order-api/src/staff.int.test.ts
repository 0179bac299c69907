import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Call, startTestBed, type TestBed } from './testing/test-bed.ts';

const name = 'api-staff';
const workflow = `/api/v1/workflows/${name}`;
const orders = `${workflow}/orders`;
const lemon = { flavour: 'Lemon', size: 'M', quantity: 6 };
const cleo = { user: 'cleo', roles: 'admin' };
const mia = { user: 'mia', roles: 'mixer' };
const bea = { user: 'bea', roles: 'baker' };
const dora = { user: 'dora', roles: 'customer' };
let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed({ brokers: inject('brokers'), name });
});
afterAll(() => bed?.stop());

async function place(call: Call = dora): Promise<string> {
  return (await bed.post(orders, { ...call, body: { details: lemon } })).body.order.id;
}

async function board(stage: string, call: Call = cleo): Promise<{ id: string; token: string }> {
  const { status, body } = await bed.post(`${workflow}/boards`, {
    ...call,
    body: { stage, name: `Wall ${stage}` },
  });
  expect(status).toBe(201);
  return { id: body.board.id, token: body.token };
}

const act = (id: string, action: string, call: Call, body: object) =>
  bed.post(`${orders}/${id}/${action}`, { ...call, body });

describe('a wall screen', () => {
  it('works at its stage alone, and its token is given out once', async () => {
    const { id, token } = await board('mix');
    expect(token).toMatch(/^cup_board_[0-9a-f]{16}_[\w-]{43}$/);
    const order = await place();
    expect((await bed.get(`${orders}/${order}`, { token })).status).toBe(200);
    const claimed = await act(order, 'claim', { token }, { stage: 'mix' });
    expect(claimed.body.order).toMatchObject({ claimedBy: 'Wall mix', claimedActor: { sub: `board:${id}` } });
    expect((await act(order, 'complete', { token }, { stage: 'mix' })).status).toBe(200);
    const refused = [
      await act(order, 'complete', { token }, { stage: 'bake' }),
      await act(order, 'cancel', { token }, {}),
      await act(order, 'resolve', { token }, { action: 'scrap' }),
      await bed.post(orders, { token, body: { details: lemon } }),
      await bed.post(`${workflow}/boards`, { token, body: { stage: 'mix', name: 'mine' } }),
      await bed.post(`${workflow}/cooks/me`, { token, body: { code: '1234' } }),
      await bed.post(`${orders}/${order}/links`, { token, body: {} }),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
    const listed = await bed.get(`${workflow}/boards`, mia);
    expect(listed.body.boards).toContainEqual(
      expect.objectContaining({ id, name: 'Wall mix', issuedBy: 'cleo' }),
    );
    expect(JSON.stringify(listed.body)).not.toContain(token.split('_').at(-1));
  });

  it('is refused at once when it is revoked, and a forged token at any time', async () => {
    const { id, token } = await board('mix', mia);
    expect((await bed.get(orders, { token })).status).toBe(200);
    expect((await bed.post(`${workflow}/boards/${id}/revoke`, { ...bea, body: {} })).status).toBe(403);
    expect((await bed.post(`${workflow}/boards/${id}/revoke`, { ...mia, body: {} })).status).toBe(200);
    const secret = token.slice(-43);
    const forged = [
      token,
      token.replace('board', 'link'),
      `cup_board_${'0'.repeat(16)}_${secret}`,
      `cup_board_${id}_${'A'.repeat(43)}`,
      `cup_board_${id}_`,
      'cup_',
      `cup_board_${id}_${secret}x`,
      `${token}${'x'.repeat(9_000)}`,
    ];
    for (const one of forged) {
      const answer = await bed.get(orders, { token: one });
      expect([one.slice(0, 40), answer.status, answer.body.code]).toEqual([
        one.slice(0, 40),
        401,
        'UNAUTHENTICATED',
      ]);
    }
    expect((await bed.post(`${workflow}/boards/${id}/revoke`, { ...mia, body: {} })).body.code).toBe(
      'NO_SUCH_BOARD',
    );
  });

  it('can be made by who works at that stage, and for a stage that exists', async () => {
    const refused = await bed.post(`${workflow}/boards`, { ...bea, body: { stage: 'mix', name: 'x' } });
    expect(refused.status).toBe(403);
    const none = await bed.post(`${workflow}/boards`, { ...cleo, body: { stage: 'fry', name: 'x' } });
    expect([none.status, none.body.code]).toEqual([422, 'INVALID']);
    const bad = await bed.post(`${workflow}/boards`, { ...cleo, body: { stage: 'mix', name: ' ' } });
    expect(bad.status).toBe(400);
  });
});

describe('a cook at a wall screen', () => {
  it('gives a code, and the history has the person and the screen', async () => {
    const { id, token } = await board('mix');
    expect((await bed.post(`${workflow}/cooks/me`, { ...mia, body: { code: '4711' } })).status).toBe(200);
    const known = await bed.get(`${workflow}/cooks`, { token });
    expect(known.body.cooks).toEqual([
      expect.objectContaining({ sub: 'mia', hasCode: true, hasBadge: false }),
    ]);
    expect(JSON.stringify(known.body)).not.toMatch(/salt|hash"/);
    const signedIn = await bed.post(`${workflow}/cooks/sign-in`, {
      token,
      body: { sub: 'mia', code: '4711' },
    });
    expect(signedIn.body).toMatchObject({ sub: 'mia', name: 'mia' });
    const { cook } = signedIn.body;
    const order = await place();
    const claimed = await act(order, 'claim', { token }, { stage: 'mix', cook });
    expect(claimed.body.order).toMatchObject({
      claimedBy: 'mia',
      claimedActor: { sub: 'mia', via: `board:${id}` },
    });
    // The claim is hers, so she finishes it where she is signed in herself; the screen alone does not.
    expect((await act(order, 'complete', { token }, { stage: 'mix' })).body.code).toBe('CLAIMED');
    expect((await act(order, 'complete', mia, { stage: 'mix' })).status).toBe(200);
  });

  it('or a badge, which is one person’s', async () => {
    const { token } = await board('mix');
    const badge = 'badge-00112233';
    expect((await bed.post(`${workflow}/cooks/me`, { ...mia, body: { badge } })).status).toBe(200);
    const max = { user: 'max', roles: 'mixer' };
    expect((await bed.post(`${workflow}/cooks/me`, { ...max, body: { badge } })).body.code).toBe(
      'BADGE_TAKEN',
    );
    const signedIn = await bed.post(`${workflow}/cooks/sign-in`, { token, body: { badge } });
    expect(signedIn.body).toMatchObject({ sub: 'mia' });
  });

  it('counts only for that screen, and not longer than the screen', async () => {
    const [one, other] = [await board('mix'), await board('mix')];
    await bed.post(`${workflow}/cooks/me`, { ...mia, body: { code: '4711' } });
    const body = { sub: 'mia', code: '4711' };
    const { cook } = (await bed.post(`${workflow}/cooks/sign-in`, { token: one.token, body })).body;
    const order = await place();
    const elsewhere = await act(order, 'claim', { token: other.token }, { stage: 'mix', cook });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'COOK_SIGNED_OUT']);
    const [payload = '', mac = ''] = cook.split('.');
    const changed = Buffer.from(payload, 'base64url').toString().replaceAll('mia', 'cleo');
    for (const forged of [
      `${Buffer.from(changed).toString('base64url')}.${mac}`,
      payload,
      `${payload}.`,
      'x.y.z',
    ]) {
      expect((await act(order, 'claim', { token: one.token }, { stage: 'mix', cook: forged })).status).toBe(
        403,
      );
    }
    // A person who is signed in is nobody else.
    expect((await act(order, 'claim', mia, { stage: 'mix', cook })).body.code).toBe('NOT_A_BOARD');
    expect((await act(order, 'claim', { token: one.token }, { stage: 'mix', cook })).status).toBe(200);
  });

  it('is locked out for a while by wrong codes, which say nothing', async () => {
    const { token } = await board('bake');
    const signIn = (body: object) => bed.post(`${workflow}/cooks/sign-in`, { token, body });
    await bed.post(`${workflow}/cooks/me`, { ...bea, body: { code: '0815' } });
    // She works elsewhere: her code is right and does not count here.
    await bed.post(`${workflow}/cooks/me`, { ...mia, body: { code: '4711' } });
    const unknown = await signIn({ sub: 'nobody', code: '4711' });
    const wrongStage = await signIn({ sub: 'mia', code: '4711' });
    expect([unknown.body, wrongStage.body].map(({ code, detail }) => [code, detail])).toEqual(
      Array(2).fill(['WRONG_CODE', unknown.body.detail]),
    );
    const guesses = await Promise.all(
      Array.from({ length: 40 }, (_, i) => signIn({ sub: 'bea', code: String(1000 + i) })),
    );
    const codes = guesses.map(({ body }) => body.code);
    expect(codes.filter((code) => code === 'WRONG_CODE').length).toBeLessThanOrEqual(5);
    expect((await signIn({ sub: 'bea', code: '0815' })).body.code).toBe('CODE_LOCKED');
  });

  it('can be removed, by the person and by an sre', async () => {
    await bed.post(`${workflow}/cooks/me`, { ...mia, body: { code: '4711' } });
    expect((await bed.post(`${workflow}/cooks/mia/remove`, { ...bea, body: {} })).status).toBe(403);
    expect(
      (await bed.post(`${workflow}/cooks/mia/remove`, { user: 'sue', roles: 'sre', body: {} })).status,
    ).toBe(200);
    const again = await bed.post(`${workflow}/cooks/me/remove`, { ...mia, body: {} });
    expect(again.body.code).toBe('NO_SUCH_COOK');
  });
});

describe('a link to an order', () => {
  it('shows one order as its customer sees it, changes nothing, and can be revoked', async () => {
    const [order, other] = [await place(), await place()];
    await act(order, 'claim', mia, { stage: 'mix' });
    const made = await bed.post(`${orders}/${order}/links`, { ...dora, body: {} });
    expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const { token, path, link } = made.body;
    expect(path).toBe(`/t/${token}`);
    const seen = await bed.get(`${orders}/${order}`, { token });
    expect(seen.body.order).toMatchObject({ id: order, claimedBy: 'mixer' });
    expect(JSON.stringify(seen.body)).not.toContain('mia');
    expect((await bed.get(`${orders}/${other}`, { token })).status).toBe(404);
    expect((await bed.get(orders, { token })).body.orders.map((one: { id: string }) => one.id)).toEqual([
      order,
    ]);
    for (const [action, body] of [
      ['cancel', {}],
      ['mark', { rushed: true }],
      ['claim', { stage: 'mix' }],
      ['links', {}],
    ] as const) {
      expect([action, (await act(order, action, { token }, body)).status]).toEqual([action, 403]);
    }
    const stranger = { user: 'eve', roles: 'customer' };
    expect((await bed.post(`${orders}/${order}/links`, { ...stranger, body: {} })).status).toBe(404);
    expect((await bed.get(`${orders}/${order}/links`, stranger)).status).toBe(404);
    expect((await bed.get(`${orders}/${order}/links`, dora)).body.links).toEqual([
      expect.objectContaining({ id: link.id, issuedBy: 'dora' }),
    ]);
    const revoked = await bed.post(`${orders}/${order}/links/${link.id}/revoke`, { ...dora, body: {} });
    expect(revoked.status).toBe(200);
    expect((await bed.get(`${orders}/${order}`, { token })).status).toBe(401);
  });

  it('is one of twenty at most', async () => {
    const order = await place();
    const path = `${orders}/${order}/links`;
    for (let i = 0; i < 20; i += 1) expect((await bed.post(path, { ...dora, body: {} })).status).toBe(201);
    const more = await bed.post(path, { ...dora, body: {} });
    expect([more.status, more.body.code]).toEqual([409, 'LIMIT_REACHED']);
  });
});
