import { useWorkflow } from '../orders/workflow-context.ts';
import { useCook } from '../screens/cook.ts';

/** Whose claims count as own on this page: the user's, and at a wall screen those of who gave a code there. */
export const useWorker = () => {
  const { me } = useWorkflow();
  return { ...me, cook: useCook()?.sub };
};
