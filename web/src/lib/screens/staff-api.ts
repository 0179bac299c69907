import type { CredentialsSource } from '../graphql/credentials.ts';
import { parseRecord } from '../storage/parse-record.ts';
import * as read from './staff-answers.ts';

/** What came of a request: an answer, a refusal with its code, or nothing. */
export type Reply<T> = { ok: T } | { refused: { code: string; detail: string } } | { lost: true };

const patienceMs = 12_000;

/** Wall screens, the people at them, and links to orders: the parts of the REST API that the pages use. */
export type StaffApi = ReturnType<typeof createStaffApi>;

/** @param workflow its name */
export const createStaffApi = (credentials: CredentialsSource, workflow: string) => {
  const root = `/api/v1/workflows/${encodeURIComponent(workflow)}`;
  const send = async <T>(path: string, reader: read.Reader<T>, body?: object): Promise<Reply<T>> => {
    try {
      const answer = await fetch(root + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...(await credentials()), ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(patienceMs),
      });
      const record = parseRecord(await answer.text());
      if (!answer.ok) return { refused: refusalOf(record, answer.status) };
      return { ok: reader(record) };
    } catch {
      return { lost: true };
    }
  };
  const idOf = encodeURIComponent;
  return {
    boards: () => send('/boards', read.list('boards', read.board)),
    createBoard: (fields: { stage: string; name: string }) => send('/boards', read.issuedBoard, fields),
    revokeBoard: (id: string) => send(`/boards/${idOf(id)}/revoke`, read.nothing, {}),
    cooks: () => send('/cooks', read.list('cooks', read.cook)),
    setCode: (fields: { code: string } | { badge: string }) => send('/cooks/me', read.nothing, fields),
    removeCode: () => send('/cooks/me/remove', read.nothing, {}),
    signIn: (proof: { sub: string; code: string } | { badge: string }) =>
      send('/cooks/sign-in', read.cookSession, proof),
    links: (order: string) => send(`/orders/${idOf(order)}/links`, read.list('links', read.link)),
    createLink: (order: string) => send(`/orders/${idOf(order)}/links`, read.issuedLink, {}),
    revokeLink: (order: string, id: string) =>
      send(`/orders/${idOf(order)}/links/${idOf(id)}/revoke`, read.nothing, {}),
  };
};

const refusalOf = ({ code, detail }: Readonly<Record<string, unknown>>, status: number) => ({
  code: typeof code === 'string' ? code : String(status),
  detail: typeof detail === 'string' ? detail : String(status),
});
