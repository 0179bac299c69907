import { expect } from 'vitest';
import { z } from 'zod';
import { post } from './clients.ts';
import type { TestGateway } from './gateway.ts';

/** For tests: headers of a local caller. */
export const as = (user: string, roles: string) => ({ 'x-cupcakery-user': user, 'x-cupcakery-roles': roles });

const resultShape = z.object({
  orderId: z.string().nullable(),
  order: z.looseObject({ id: z.string(), version: z.number() }).nullable(),
  errors: z.array(z.object({ code: z.string(), message: z.string(), field: z.string().nullable() })),
});
export type OrderResult = z.infer<typeof resultShape>;
type Headers = Record<string, string>;

const inputs: Record<string, string> = {
  placeOrder: 'PlaceOrderInput!',
  claimTicket: 'TicketInput!',
  releaseTicket: 'TicketInput!',
  completeTicket: 'TicketInput!',
  recallTicket: 'TicketInput!',
  failTicket: 'FailTicketInput!',
  markOrder: 'MarkOrderInput!',
  cancelOrder: 'CancelOrderInput!',
  resolveIncident: 'ResolveIncidentInput!',
};
const fields =
  'orderId order { id version status stage stageStatus claimedBy visit atRisk rushed held incident { reason by } stages { name by recalled completedAt } } errors { code message field }';

/** For tests: operations on one workflow of a gateway. */
export function operationsOf(gateway: TestGateway, workflow: string) {
  return {
    /** Runs a mutation with one input; returns its OrderResult. */
    async mutate(name: string, input: object, headers: Headers = {}): Promise<OrderResult> {
      const { data, errors } = await post(
        gateway.url,
        `mutation Do($input: ${inputs[name]}) { ${name}(input: $input) { ${fields} } }`,
        { input: { workflow, ...input } },
        headers,
      );
      expect(errors).toBeUndefined();
      return (
        z.record(z.string(), resultShape).parse(data)[name] ?? { orderId: null, order: null, errors: [] }
      );
    },
    /** Runs an operation with `$workflow` and the given variables; returns the data, or the codes of the errors. */
    async run(query: string, variables: object = {}, headers: Headers = {}) {
      const { data, errors } = await post(gateway.url, query, { workflow, ...variables }, headers);
      return { data, codes: errors?.map((e) => e.extensions?.code) };
    },
  };
}
