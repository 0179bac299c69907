import { useMemo } from 'react';
import { useWorkflow } from '../orders/workflow-context.ts';
import { useSession } from '../session/session-context.ts';
import { createStaffApi, type StaffApi } from './staff-api.ts';

/** The REST API of the page's workflow, as the page's user. */
export const useStaffApi = (): StaffApi => {
  const { credentials } = useSession();
  const { name } = useWorkflow().workflow;
  return useMemo(() => createStaffApi(credentials, name), [credentials, name]);
};
