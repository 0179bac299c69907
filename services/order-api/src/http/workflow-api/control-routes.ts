import { readJson } from '@cupcakery/kit/http/body';
import { isStaff } from '@cupcakery/workflow/access/caller';
import { type Control, type ControlKey, stageKey } from '@cupcakery/workflow/contracts/control';
import type { z } from 'zod';
import type { ControlChange } from '../../orders/control-service.ts';
import type { OrdersService } from '../../orders/orders-service.ts';
import type { Route } from '../openapi/route.ts';
import { type ApiContext, maxBodyBytes } from '../request/api-context.ts';
import { audited, authorize } from '../request/authorize.ts';
import { requestContextOf } from '../request/request-context.ts';
import {
  type ControlVerb,
  changeControlDoc,
  controlBodies,
  type controlSchema,
  type controlStateSchema,
  readControlDoc,
} from './control-docs.ts';
import type { DocParts } from './doc-parts.ts';

type State = z.infer<typeof controlStateSchema>;

/** Pausing and resuming stages and the intake, and what is paused. */
export function controlRoutes(serviceOf: (c: ApiContext) => OrdersService, parts: DocParts): Route[] {
  function read(c: ApiContext): Response {
    const { workflow, control } = serviceOf(c);
    authorize(c, { action: 'control.read', target: { workflow }, object: `workflow ${workflow.name}` });
    const showsWho = isStaff(c.get('principal'), workflow);
    const stateOf = (key: ControlKey) => shown(control.pauses.of(key), showsWho);
    const body: z.infer<typeof controlSchema> = {
      intake: stateOf('intake'),
      stages: workflow.stages.map(({ name }) => ({ stage: name, ...stateOf(stageKey(name)) })),
    };
    return c.json(body);
  }

  async function change(c: ApiContext, kind: 'intake' | 'stage', verb: ControlVerb): Promise<Response> {
    const orders = serviceOf(c);
    const { workflow, control } = orders;
    const context = requestContextOf(c);
    const stage = kind === 'stage' ? (c.req.param('stage') ?? '') : undefined;
    const about = stage === undefined ? 'intake' : stageKey(stage);
    const wanted: ControlChange =
      verb === 'pause'
        ? {
            about,
            paused: true,
            ...(await readJson(c, { maxBytes: maxBodyBytes, schema: controlBodies.pause })),
          }
        : {
            about,
            paused: false,
            ...(await readJson(c, { maxBytes: maxBodyBytes, schema: controlBodies.resume })),
          };
    const changed = await audited(
      c,
      orders,
      {
        action: stage === undefined ? 'intake.pause' : 'stage.pause',
        target: { workflow, ...(stage === undefined ? {} : { stage }) },
        object: `${verb} ${stage === undefined ? 'intake' : 'stage'} ${workflow.name}${stage === undefined ? '' : `/${stage}`}`,
      },
      () => control.change(context, wanted),
    );
    if (changed !== 'pending') return c.json(shown(changed, true));
    const location = `/api/v1/workflows/${workflow.name}/control`;
    return c.json({ status: 'pending', location }, 202, { location, 'retry-after': '1' });
  }

  const changes = (['stage', 'intake'] as const).flatMap((kind) =>
    (['pause', 'resume'] as const).map((verb) => ({
      ...changeControlDoc(kind, verb, parts),
      handle: (c: ApiContext) => change(c, kind, verb),
    })),
  );
  return [{ ...readControlDoc(parts), handle: read }, ...changes];
}

/** The person's subject is for the records only. */
function shown(control: Control | undefined, showsWho: boolean): State {
  if (!control) return { paused: false };
  const { by, actor: _, ...state } = control;
  return showsWho ? { ...state, by } : state;
}
