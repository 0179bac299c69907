import { checkBody } from '@cupcakery/kit/http/body';
import { z } from 'zod';
import type { ActionFields } from '../../orders/orders-service.ts';

const name = z.string().min(1).max(64);
const reason = z.string().min(1).max(2000);
const atStage = {
  stage: name,
  visit: z.exactOptional(z.int()),
  as: z.exactOptional(z.string().min(1).max(200)),
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

/** A request for an action: what the decider needs and, where people may act for others, under which name. */
export type Action = { fields: ActionFields; as: string | undefined };

/** Reads the body of an action. Throws Problem 400 naming each field. */
export function readAction(action: ActionName, body: unknown): Action {
  switch (action) {
    case 'cancel':
      return { fields: { type: action, ...checkBody(actionBodies.cancel, body) }, as: undefined };
    case 'mark':
      return { fields: { type: action, ...checkBody(actionBodies.mark, body) }, as: undefined };
    case 'resolve':
      return { fields: { type: action, ...checkBody(actionBodies.resolve, body) }, as: undefined };
    case 'complete': {
      const { as, ...fields } = checkBody(actionBodies.complete, body);
      return { fields: { type: action, ...fields }, as };
    }
    case 'fail': {
      const { as, ...fields } = checkBody(actionBodies.fail, body);
      return { fields: { type: action, ...fields }, as };
    }
    default: {
      const { as, ...fields } = checkBody(actionBodies[action], body);
      return { fields: { type: action, ...fields }, as };
    }
  }
}
