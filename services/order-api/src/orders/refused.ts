import type { Reply } from '@cupcakery/workflow/contracts/records';
import { RequestFailure } from '../failures/request-failure.ts';

/** The failure that a refusal of the decider is. */
export function refused({ message, errors }: Reply, code: NonNullable<Reply['code']>): RequestFailure {
  return new RequestFailure(code, {
    ...(message === undefined ? {} : { detail: message }),
    ...(errors === undefined ? {} : { fields: errors }),
  });
}
