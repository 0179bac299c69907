import type { Principal } from '@cupcakery/kit/auth/principal';
import { hashCode, hashSecret, isCode } from '@cupcakery/kit/auth/secrets';
import { customerIdOf, hasRole } from '@cupcakery/workflow/access/caller';
import type { Board, Cook } from '@cupcakery/workflow/contracts/staff';
import { stageNamed, type Workflow } from '@cupcakery/workflow/file/workflow-file';
import { RequestFailure } from '../failures/request-failure.ts';
import type { ActAs } from '../orders/actor.ts';
import { createAttempts } from './attempts.ts';
import { type CookSession, cookSessionOf, cookTokenOf } from './cook-token.ts';
import { requireRoom, type StaffContext, writerOf } from './issue.ts';

/** What a person shows at a wall screen. */
export type Proof = { sub: string; code: string } | { badge: string };

/** The people who work at wall screens. Rights are checked by the caller; throws RequestFailure. */
export type Cooks = {
  /** Sets the caller's own code, badge or both; what is left out stays. */
  set(principal: Principal, fields: { code?: string | undefined; badge?: string | undefined }): Promise<Cook>;
  /** The people who may work at a stage, or at any. */
  of(workflow: Workflow, stage?: string): Cook[];
  remove(principal: Principal, sub: string): Promise<Cook>;
  /** Says who works at a board. Throws WRONG_CODE or CODE_LOCKED. */
  signIn(workflow: Workflow, board: Board, proof: Proof): Promise<CookSession & { token: string }>;
  /** The person behind a token of `signIn`, as commands name it; throws COOK_SIGNED_OUT. */
  actAs(board: Board, cookToken: string): ActAs;
};

const lifeMs = 90 * 86_400_000;
/** How long a person is taken to be at a screen after giving the code. */
const sessionMs = 15 * 60_000;
const maxCooks = 5_000;

export function createCooks({ store, now }: StaffContext): Cooks {
  const { view } = store;
  const attempts = createAttempts();

  async function cookOf(proof: Proof, board: Board): Promise<Cook> {
    const key = `${board.id}/${'badge' in proof ? 'badge' : proof.sub}`;
    if (attempts.lockedFor(key, now()) > 0) throw new RequestFailure('CODE_LOCKED');
    // Before the slow comparison, so that many at once are not all compared.
    attempts.failed(key, now());
    const cook = await provedBy(proof);
    if (!cook) throw new RequestFailure('WRONG_CODE');
    attempts.succeeded(key);
    return cook;
  }

  async function provedBy(proof: Proof): Promise<Cook | undefined> {
    if ('badge' in proof) return view.cookOfBadge(hashSecret(proof.badge), now());
    const cook = view.cook(proof.sub, now());
    return cook?.code && (await isCode(proof.code, cook.code)) ? cook : undefined;
  }

  return {
    async set(principal, { code, badge }) {
      const sub = customerIdOf(principal);
      const before = view.cook(sub, now());
      if (!before) requireRoom(store, view.cooks(now()).length, maxCooks, 'people with a code');
      const badgeHash = badge === undefined ? before?.badgeHash : hashSecret(badge);
      const holder = badgeHash === undefined ? undefined : view.cookOfBadge(badgeHash, now());
      if (holder && holder.sub !== sub) throw new RequestFailure('BADGE_TAKEN');
      const codeHash = code === undefined ? before?.code : await hashCode(code);
      const record: Cook = {
        kind: 'cook',
        sub,
        name: principal.name.slice(0, 200),
        roles: [...principal.roles],
        ...(codeHash === undefined ? {} : { code: codeHash }),
        ...(badgeHash === undefined ? {} : { badgeHash }),
        setAt: new Date(now()).toISOString(),
        expiresAt: new Date(now() + lifeMs).toISOString(),
      };
      await store.put(record, writerOf(principal));
      return record;
    },
    of(workflow, stage) {
      const stages = stage === undefined ? workflow.stages : [stageNamed(workflow, stage)];
      return view.cooks(now()).filter((cook) => stages.some(({ role }) => hasRole(cook, workflow, role)));
    },
    async remove(principal, sub) {
      const cook = view.cook(sub, now());
      if (!cook) throw new RequestFailure('NO_SUCH_COOK');
      await store.remove(`cook/${sub}`, writerOf(principal));
      return cook;
    },
    async signIn(workflow, board, proof) {
      const cook = await cookOf(proof, board);
      // That a role was taken away at the provider is known when the code is set again, at the latest when it expires.
      if (!hasRole(cook, workflow, stageNamed(workflow, board.stage).role)) {
        throw new RequestFailure('WRONG_CODE');
      }
      const session = { sub: cook.sub, name: cook.name, board: board.id, until: now() + sessionMs };
      return { ...session, token: cookTokenOf(session, board) };
    },
    actAs(board, cookToken) {
      const session = cookSessionOf(cookToken, board, now());
      if (session) return { name: session.name, sub: session.sub, field: `board:${board.id}` };
      throw new RequestFailure('COOK_SIGNED_OUT');
    },
  };
}
