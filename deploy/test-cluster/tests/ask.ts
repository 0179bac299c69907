import { waitFor } from '@cupcakery/e2e/tools/wait';
import { z } from 'zod';
import { type Shop, urlOf } from './shop.ts';

/** What the shop's interfaces answer, asked as its users would. */
export const staff = ['admin', 'sre'];

const known = z.number().nullable();
const stageShape = z.object({
  stage: z.string(),
  lag: known,
  members: known,
  replicas: known,
  wantedReplicas: known,
  maxReplicas: known,
  reason: z.string().nullable(),
  reasonCode: z.string().nullable(),
});
export type StageBacklog = z.infer<typeof stageShape>;
const backlogShape = z.object({
  data: z.object({
    backlog: z.object({ stale: z.boolean(), source: z.string(), stages: z.array(stageShape) }),
  }),
});

/** Asks the gateway; returns the parsed body. */
export async function askGateway(shop: Shop, query: string): Promise<unknown> {
  const answer = await fetch(`${await urlOf('cupcakery-gateway', 8082)}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await shop.issuer.token(staff)}`,
    },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(10_000),
  });
  return await answer.json();
}

/** A stage's backlog with the explanation of its replicas, as the page Lag gets it. */
export async function backlogOf(
  shop: Shop,
  workflow: string,
  stage: string,
): Promise<StageBacklog & { stale: boolean }> {
  const fields = Object.keys(stageShape.shape).join(' ');
  const body = await askGateway(
    shop,
    `{ backlog(workflow: "${workflow}") { stale source stages { ${fields} } } }`,
  );
  const { stale, stages } = backlogShape.parse(body).data.backlog;
  const found = stages.find((one) => one.stage === stage);
  if (!found) throw new Error(`${workflow} shows no stage ${stage}`);
  return { ...found, stale };
}

/**
 * Asks until the answer suits, for a bounded time; a failed question is asked again.
 * @throws with the last answer
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T> | T,
  suits: (answer: T) => boolean,
  { seconds = 300, everyMs = 250 }: { seconds?: number; everyMs?: number } = {},
): Promise<T> {
  let last: unknown;
  const look = async (): Promise<{ answer: T } | false> => {
    try {
      const answer = await ask();
      last = JSON.stringify(answer);
      return suits(answer) && { answer };
    } catch (error) {
      last = error;
      return false;
    }
  };
  try {
    return (await waitFor(what, look, { withinMs: seconds * 1000, everyMs })).answer;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}. The last answer: ${last}`);
  }
}
