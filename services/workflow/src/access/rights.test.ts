import { describe, expect, it } from 'vitest';
import { cakes, carl, command, given } from '../testing/decider-spec.ts';
import type { Caller } from './caller.ts';
import { type Action, denialOf, denialSentence, may, rights } from './rights.ts';
import { shopRights } from './subjects.ts';
import { sightOf } from './visibility.ts';

const scoped = { ...cakes, scope: { field: 'flavour', claim: 'team' } };
const { order } = given([]).when(command('place', carl));
const as = (subject: string, ...roles: string[]): Caller => ({
  subject,
  roles,
  claims: { team: ['Vanilla'] },
});

/** Everyone that differs in rights, at the stage mix of an order of carl's. */
const everyone = {
  nobody: as('nobody'),
  stranger: as('dora', 'customer'),
  owner: as('carl', 'customer'),
  mixer: as('mo', 'mixer'),
  baker: as('bea', 'baker'),
  sre: as('sue', 'sre'),
  shop: as('shop-1', 'shop'),
  service: as('services', 'service'),
  shopkeeper: as('shira', 'shopkeeper'),
  admin: as('cleo', 'admin'),
  'admin of another workflow': as('leo', 'leave:admin'),
  'board at mix': as('board:1', 'cakes:board:mix'),
  'board at bake': as('board:2', 'cakes:board:bake'),
  'link to it': as('link:1', `cakes:link:${order.id}`),
  'link to another': as('link:2', 'cakes:link:another'),
};
type Who = keyof typeof everyone;
const anyone = Object.keys(everyone) as Who[];
const staff: Who[] = ['mixer', 'baker', 'sre', 'admin'];
const mixing: Who[] = ['mixer', 'admin', 'board at mix'];

/** Who may do what: the table once more, in persons. */
const expected: Record<Action, Who[]> = {
  'workflow.read': anyone,
  'me.read': anyone,
  'order.place': ['stranger', 'owner', ...staff],
  'order.place-for': ['shop', 'admin'],
  'order.list': anyone,
  'order.read': ['owner', 'link to it', 'board at mix', ...staff],
  'order.cancel': ['owner', ...staff],
  'order.mark': ['board at mix', ...staff],
  'ticket.claim': mixing,
  'ticket.take-over': ['admin'],
  'ticket.release': mixing,
  'ticket.complete': mixing,
  'ticket.recall': mixing,
  'ticket.fail': mixing,
  'done.list': ['board at mix', ...staff],
  'incident.list': staff,
  'incident.resolve': ['sre', 'admin'],
  'record.list': ['sre', 'admin'],
  'record.discard': ['sre', 'admin'],
  'stage.pause': ['mixer', 'sre', 'admin'],
  'intake.pause': ['sre', 'admin'],
  'control.read': anyone,
  'backlog.read': ['board at mix', ...staff],
  'board.create': ['mixer', 'sre', 'admin'],
  'board.list': staff,
  'board.revoke': ['mixer', 'sre', 'admin'],
  'cook.list': ['board at mix', ...staff],
  'cook.sign-in': ['board at mix', 'admin'],
  'cook.set-code': staff,
  'cook.remove': ['sre', 'admin'],
  'link.create': ['owner', ...staff],
  'link.list': ['owner', ...staff],
  'link.revoke': ['owner', ...staff],
  'floor.read': staff,
  'view.read': ['service', 'sre', 'admin'],
  'item.read': ['shopkeeper', 'sre', 'admin'],
  'item.write': ['shopkeeper', 'admin'],
  'lag.read': ['service', 'sre', 'admin'],
};

describe('the table of rights', () => {
  it.each(Object.keys(rights) as Action[])('%s', (action) => {
    const collection = { readers: ['sre'], writers: ['shopkeeper'] };
    const target = { workflow: cakes, stage: 'mix', order, collection };
    const allowed = anyone.filter((who) => may(everyone[who], action, target));
    expect(allowed.sort()).toEqual([...expected[action]].sort());
  });

  it('lets everyone read a collection whose file names no readers', () => {
    const target = { workflow: shopRights, collection: { writers: ['shopkeeper'] } };
    expect(anyone.filter((who) => may(everyone[who], 'item.read', target))).toEqual(anyone);
    expect(denialOf(everyone.sre, 'item.write', target)?.needs).toEqual(['shopkeeper']);
    expect(may(as('shira', 'shop:shopkeeper'), 'item.write', target)).toBe(true);
    expect(may(everyone.admin, 'item.write', { workflow: shopRights })).toBe(true);
    expect(may(everyone.shopkeeper, 'item.write', { workflow: shopRights })).toBe(false);
  });

  it('names the roles that would do', () => {
    const needs = (action: Action, stage?: string) =>
      denialOf(everyone.nobody, action, { workflow: cakes, stage, order })?.needs;
    expect(needs('ticket.claim', 'bake')).toEqual(['baker']);
    expect(needs('ticket.claim', 'no-such-stage')).toEqual(['mixer', 'baker', 'taster']);
    expect(needs('incident.resolve')).toEqual(['sre']);
    expect(needs('order.mark')).toEqual(['mixer', 'baker', 'taster', 'sre']);
    expect(needs('order.place')).toEqual(['customer', 'mixer', 'baker', 'taster', 'sre']);
    expect(needs('order.read')).toEqual(['mixer', 'baker', 'taster', 'sre']);
  });

  it('says in a sentence what is missing, also where it is no role', () => {
    const sentence = (who: Who, action: Action) => {
      const denial = denialOf(everyone[who], action, { workflow: cakes, stage: 'mix' });
      return denial && denialSentence(denial);
    };
    expect(sentence('nobody', 'ticket.claim')).toBe('This needs the role mixer.');
    expect(sentence('mixer', 'cook.sign-in')).toBe('This is for wall screens of the stage.');
  });

  it('says of reading what the selections of orders go by', () => {
    const orders = [order, { ...order, id: 'another', customerId: 'ann' }];
    for (const workflow of [cakes, scoped]) {
      for (const who of anyone) {
        const sight = sightOf(everyone[who], workflow);
        for (const one of orders) {
          const allowed = may(everyone[who], 'order.read', { workflow, order: one });
          expect([who, one.id, sight.mayRead(one)]).toEqual([who, one.id, allowed]);
        }
      }
    }
  });

  it('gives screens and links nothing that is for owners, even where no order is known yet', () => {
    for (const who of ['board at mix', 'board at bake', 'link to it', 'link to another'] as const) {
      for (const action of ['order.cancel', 'link.create', 'link.list', 'link.revoke'] as const) {
        expect([who, action, may(everyone[who], action, { workflow: cakes })]).toEqual([who, action, false]);
      }
    }
  });

  it('ends at the scope of who works there, and not for who keeps all of it running', () => {
    const target = { workflow: scoped, stage: 'mix', order };
    const inScope = { ...everyone.mixer, claims: { team: ['Lemon'] } };
    for (const action of ['ticket.complete', 'order.read', 'order.cancel', 'order.mark'] as const) {
      expect([action, may(everyone.mixer, action, target)]).toEqual([action, false]);
      expect([action, may(inScope, action, target)]).toEqual([action, true]);
    }
    expect(may({ ...inScope, claims: {} }, 'order.read', target)).toBe(false);
    expect(may(everyone.owner, 'order.read', target)).toBe(true);
    expect(may(everyone.sre, 'order.read', target)).toBe(true);
    expect(may(everyone.admin, 'ticket.complete', target)).toBe(true);
  });
});
