import { pathParameter } from '../openapi/route.ts';
import {
  answerOf,
  bodyOf,
  card,
  exampleId,
  exampleTime,
  list,
  orderParameter,
  staffDoc,
  token,
} from './doc-parts.ts';
import { bodies, linkCard } from './staff-schemas.ts';

const exampleLink = { id: exampleId, issuedAt: exampleTime, issuedBy: 'dora', expiresAt: exampleTime };
const links = '/api/v1/workflows/{workflow}/orders/{id}/links';

/** The documentation of the routes about links to orders. */
export const linkDocs = {
  createLink: staffDoc({
    method: 'post',
    path: links,
    operationId: 'createLink',
    right: 'link.create',
    summary: 'Make a link by which anyone who has it can follow the order',
    description: 'It shows what the order’s customer sees, and changes nothing. Valid for seven days.',
    parameters: [orderParameter],
    body: bodyOf(bodies.empty, {}),
    status: 201,
    answer: answerOf(
      'The link, its token, and the path of the page',
      { link: card(linkCard), token, path: { type: 'string' } },
      { link: exampleLink, token: `cup_link_${exampleId}_…`, path: '/t/…' },
    ),
  }),
  listLinks: staffDoc({
    method: 'get',
    path: links,
    operationId: 'listLinks',
    right: 'link.list',
    summary: 'The links of an order',
    parameters: [orderParameter],
    status: 200,
    answer: answerOf('The links', { links: list(linkCard) }, { links: [exampleLink] }),
  }),
  revokeLink: staffDoc({
    method: 'post',
    path: `${links}/{link}/revoke`,
    operationId: 'revokeLink',
    right: 'link.revoke',
    summary: 'Revoke a link',
    parameters: [orderParameter, pathParameter('link', 'The link’s id', exampleId)],
    body: bodyOf(bodies.empty, {}),
    status: 200,
    answer: answerOf('The link as it was', { link: card(linkCard) }, { link: exampleLink }),
  }),
};
