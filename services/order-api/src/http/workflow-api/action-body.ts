import { checkBody } from '@cupcakery/kit/http/body';
import type { Action as Right } from '@cupcakery/workflow/access/rights';
import { z } from 'zod';
import type { ActionFields } from '../../orders/build-command.ts';

const name = z.string().min(1).max(64);
const reason = z.string().min(1).max(2000);
const atStage = {
  stage: name,
  visit: z.exactOptional(z.int()),
  as: z.exactOptional(z.string().min(1).max(200)),
  /** Of a wall screen: the token that says who works there. */
  cook: z.exactOptional(z.string().min(1).max(2000)),
};

/** The body of each action, by the last step of its path. */
export const actionBodies = {
  claim: z.strictObject(atStage),
  release: z.strictObject(atStage),
  complete: z.strictObject({ ...atStage, outcome: z.exactOptional(name) }),
  recall: z.strictObject(atStage),
  fail: z.strictObject({ ...atStage, reason }),
  cancel: z.strictObject({ reason: z.exactOptional(reason) }),
  mark: z
    .strictObject({ rushed: z.exactOptional(z.boolean()), held: z.exactOptional(z.boolean()) })
    .refine((marks) => Object.keys(marks).length > 0, 'needs `rushed` or `held`'),
  resolve: z.strictObject({ action: z.enum(['retry', 'rework', 'scrap']), stage: z.exactOptional(name) }),
} as const;

export type ActionName = keyof typeof actionBodies;

/** The row of the rights table for each action. */
export const actionRights: Record<ActionName, Right> = {
  claim: 'ticket.claim',
  release: 'ticket.release',
  complete: 'ticket.complete',
  recall: 'ticket.recall',
  fail: 'ticket.fail',
  cancel: 'order.cancel',
  mark: 'order.mark',
  resolve: 'incident.resolve',
};

/** A request for an action: its command's fields, and who acts where that is not the caller: a name (`as`), or the
 * token of the person at a wall screen (`cook`). */
export type Action = { fields: ActionFields; actAs?: string | undefined; cook?: string | undefined };

/** Reads the body of an action. Throws Problem 400 naming each field. */
export function readAction(action: ActionName, body: unknown): Action {
  switch (action) {
    case 'cancel':
      return { fields: { type: action, ...checkBody(actionBodies.cancel, body) } };
    case 'mark':
      return { fields: { type: action, ...checkBody(actionBodies.mark, body) } };
    case 'resolve':
      return { fields: { type: action, ...checkBody(actionBodies.resolve, body) } };
    case 'complete': {
      const { as: actAs, cook, ...fields } = checkBody(actionBodies.complete, body);
      return { fields: { type: action, ...fields }, actAs, cook };
    }
    case 'fail': {
      const { as: actAs, cook, ...fields } = checkBody(actionBodies.fail, body);
      return { fields: { type: action, ...fields }, actAs, cook };
    }
    default: {
      const { as: actAs, cook, ...fields } = checkBody(actionBodies[action], body);
      return { fields: { type: action, ...fields }, actAs, cook };
    }
  }
}
