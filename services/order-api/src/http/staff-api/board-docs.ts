import { pathParameter } from '../openapi/route.ts';
import { answerOf, bodyOf, card, exampleId, exampleTime, list, staffDoc, token } from './doc-parts.ts';
import { boardCard, bodies } from './staff-schemas.ts';

const exampleBoard = {
  id: exampleId,
  name: 'Oven, left',
  stage: 'bake',
  issuedAt: exampleTime,
  issuedBy: 'Cleo',
  expiresAt: exampleTime,
};
const exampleToken = `cup_board_${exampleId}_…`;
const boards = '/api/v1/workflows/{workflow}/boards';

/** The documentation of the routes about wall screens. */
export const boardDocs = {
  createBoard: staffDoc({
    method: 'post',
    path: boards,
    operationId: 'createBoard',
    right: 'board.create',
    summary: 'Make a wall screen of a stage',
    description:
      'The token works at that stage alone, for half a year or until it is revoked. The caller’s own token is not kept.',
    body: bodyOf(bodies.createBoard, { stage: 'mix', name: 'Mixer, left' }),
    status: 201,
    answer: answerOf(
      'The screen and its token',
      { board: card(boardCard), token },
      { board: exampleBoard, token: exampleToken },
    ),
  }),
  listBoards: staffDoc({
    method: 'get',
    path: boards,
    operationId: 'listBoards',
    right: 'board.list',
    summary: 'All wall screens',
    status: 200,
    answer: answerOf('The screens', { boards: list(boardCard) }, { boards: [exampleBoard] }),
  }),
  revokeBoard: staffDoc({
    method: 'post',
    path: `${boards}/{board}/revoke`,
    operationId: 'revokeBoard',
    right: 'board.revoke',
    summary: 'Revoke the token of a wall screen',
    parameters: [pathParameter('board', 'The screen’s id', exampleId)],
    body: bodyOf(bodies.empty, {}),
    status: 200,
    answer: answerOf('The screen as it was', { board: card(boardCard) }, { board: exampleBoard }),
  }),
};
