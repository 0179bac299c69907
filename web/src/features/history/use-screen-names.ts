import { useCallback } from 'react';
import { isStaff } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { useReply } from '../../lib/screens/use-reply.ts';
import { useStaffApi } from '../../lib/screens/use-staff-api.ts';

const none: ReadonlyMap<string, string> = new Map();

/** The names of wall screens by their ids, as far as the user may know them. @param needed otherwise nothing is loaded */
export const useScreenNames = (needed: boolean): ReadonlyMap<string, string> => {
  const { me, workflow } = useWorkflow();
  const api = useStaffApi();
  const isWanted = needed && isStaff(me, workflow);
  const load = useCallback(async () => (isWanted ? api.boards() : { lost: true as const }), [api, isWanted]);
  const { reply } = useReply(load);
  return reply && 'ok' in reply ? new Map(reply.ok.map(({ id, name }) => [id, name])) : none;
};
