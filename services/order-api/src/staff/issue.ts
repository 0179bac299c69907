import type { Principal } from '@cupcakery/kit/auth/principal';
import { hashSecret, newPublicId, newSecret } from '@cupcakery/kit/auth/secrets';
import { ownTokenPrefix } from '@cupcakery/kit/auth/with-credentials';
import { customerIdOf } from '@cupcakery/workflow/access/caller';
import { RequestFailure } from '../failures/request-failure.ts';
import type { StaffStore, WrittenBy } from './staff-store.ts';

/** What the use cases of this room share. */
export type StaffContext = { store: StaffStore; now: () => number };

/** A token is given out once; what is kept has its hash. */
export type Issued<T> = { record: T; token: string };

const maxRecords = 100_000;

/** A new token and the fields of its record. @param lifeMs how long it is valid */
export function issue<K extends 'board' | 'link'>(
  kind: K,
  {
    principal,
    workflow,
    lifeMs,
    now,
  }: { principal: Principal; workflow: string; lifeMs: number; now: number },
) {
  const [id, secret] = [newPublicId(), newSecret()];
  const { actor, name } = writerOf(principal);
  return {
    token: `${ownTokenPrefix}${kind}_${id}_${secret}`,
    fields: {
      kind,
      id,
      secretHash: hashSecret(secret),
      workflow,
      issuedAt: new Date(now).toISOString(),
      issuedBy: { actor, name },
      expiresAt: new Date(now + lifeMs).toISOString(),
    },
  };
}

/** Throws RequestFailure LIMIT_REACHED unless one more fits. */
export function requireRoom({ view }: StaffStore, count: number, max: number, what: string): void {
  if (count < max && view.size < maxRecords) return;
  throw new RequestFailure('LIMIT_REACHED', { detail: `There are ${count} ${what} already; remove some.` });
}

/** The caller, as records name who wrote them. */
export function writerOf(principal: Principal): WrittenBy {
  return { actor: { sub: customerIdOf(principal) }, name: principal.name.slice(0, 200) };
}
