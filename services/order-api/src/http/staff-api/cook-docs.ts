import { pathParameter } from '../openapi/route.ts';
import { answerOf, bodyOf, card, exampleTime, list, staffDoc, token } from './doc-parts.ts';
import { bodies, cookCard } from './staff-schemas.ts';

const exampleCook = { sub: 'ann', name: 'Ann', hasCode: true, hasBadge: false, expiresAt: exampleTime };
const cooks = '/api/v1/workflows/{workflow}/cooks';

/** The documentation of the routes about the people at wall screens. */
export const cookDocs = {
  listCooks: staffDoc({
    method: 'get',
    path: cooks,
    operationId: 'listCooks',
    right: 'cook.list',
    summary: 'The people who have a code or a badge; at a wall screen those of its stage',
    status: 200,
    answer: answerOf('The people', { cooks: list(cookCard) }, { cooks: [exampleCook] }),
  }),
  setCode: staffDoc({
    method: 'post',
    path: `${cooks}/me`,
    operationId: 'setOwnCode',
    right: 'cook.set-code',
    summary: 'Set one’s own code or badge for wall screens',
    description: 'Valid for 90 days, for the stages of the roles that the caller has now.',
    body: bodyOf(bodies.setCode, { code: '4711' }),
    status: 200,
    answer: answerOf('What is known of the caller', { cook: card(cookCard) }, { cook: exampleCook }),
  }),
  removeCode: staffDoc({
    method: 'post',
    path: `${cooks}/me/remove`,
    operationId: 'removeOwnCode',
    right: 'cook.set-code',
    summary: 'Remove one’s own code and badge',
    body: bodyOf(bodies.empty, {}),
    status: 200,
    answer: answerOf('What was known of the caller', { cook: card(cookCard) }, { cook: exampleCook }),
  }),
  removeCook: staffDoc({
    method: 'post',
    path: `${cooks}/{sub}/remove`,
    operationId: 'removeCook',
    right: 'cook.remove',
    summary: 'Remove the code and badge of a person',
    parameters: [pathParameter('sub', 'The person’s subject', 'ann')],
    body: bodyOf(bodies.empty, {}),
    status: 200,
    answer: answerOf('What was known of the person', { cook: card(cookCard) }, { cook: exampleCook }),
  }),
  signIn: staffDoc({
    method: 'post',
    path: `${cooks}/sign-in`,
    operationId: 'signInAtBoard',
    right: 'cook.sign-in',
    summary: 'Say at a wall screen who works there',
    description:
      'The answer’s token goes into the field `cook` of claims, completions and the like, for a quarter of an hour. Five wrong codes lock for half a minute.',
    body: bodyOf(bodies.signIn, { sub: 'ann', code: '4711' }),
    status: 200,
    answer: answerOf(
      'The person, and until when',
      { sub: { type: 'string' }, name: { type: 'string' }, until: { type: 'string' }, cook: token },
      { sub: 'ann', name: 'Ann', until: exampleTime, cook: '…' },
    ),
  }),
};
