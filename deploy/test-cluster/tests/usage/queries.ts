import { z } from 'zod';
import { type Shop, urlOf } from '../shop/shop.ts';

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

/** Sends a query to the gateway; returns the parsed body. */
export async function queryGateway(shop: Shop, query: string): Promise<unknown> {
  const answer = await fetch(`${await urlOf('cupcakery-gateway', 8082)}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await shop.issuer.token('admin')}`,
    },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(10_000),
  });
  return await answer.json();
}

/** A stage's backlog with the explanation of its replicas, as the Lag page gets it. */
export async function backlogOf(
  shop: Shop,
  workflow: string,
  stage: string,
): Promise<StageBacklog & { stale: boolean }> {
  const fields = Object.keys(stageShape.shape).join(' ');
  const body = await queryGateway(
    shop,
    `{ backlog(workflow: "${workflow}") { stale source stages { ${fields} } } }`,
  );
  const { stale, stages } = backlogShape.parse(body).data.backlog;
  const found = stages.find((one) => one.stage === stage);
  if (!found) throw new Error(`${workflow} shows no stage ${stage}`);
  return { ...found, stale };
}
