import type { Principal } from '@cupcakery/kit/auth/principal';
import type { Board } from '@cupcakery/workflow/contracts/staff';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { RequestFailure } from '../failures/request-failure.ts';
import { type Issued, issue, requireRoom, type StaffContext, writerOf } from './issue.ts';

/** Wall screens. Rights are checked by the caller; throws RequestFailure. */
export type Boards = {
  create(
    principal: Principal,
    workflow: Workflow,
    fields: { stage: string; name: string },
  ): Promise<Issued<Board>>;
  of(workflow: Workflow): Board[];
  /** Throws NO_SUCH_BOARD. */
  get(workflow: Workflow, id: string): Board;
  /** The board that the caller is; throws NOT_A_BOARD. */
  ofCaller(principal: Principal): Board;
  revoke(principal: Principal, board: Board): Promise<void>;
};

const lifeMs = 180 * 86_400_000;
const maxBoards = 500;

export function createBoards({ store, now }: StaffContext): Boards {
  const { view } = store;
  return {
    async create(principal, workflow, { stage, name }) {
      if (!workflow.stages.some((one) => one.name === stage)) {
        throw new RequestFailure('INVALID', { detail: `${workflow.name} has no stage ${stage}` });
      }
      requireRoom(store, view.boards(workflow.name, now()).length, maxBoards, 'wall screens');
      const { fields, token } = issue('board', { principal, workflow: workflow.name, lifeMs, now: now() });
      const { claims } = principal;
      const record: Board = { ...fields, stage, name, ...(claims ? { claims } : {}) };
      await store.put(record, writerOf(principal));
      return { record, token };
    },
    of: (workflow) => view.boards(workflow.name, now()),
    get(workflow, id) {
      const board = view.board(id, now());
      if (board?.workflow === workflow.name) return board;
      throw new RequestFailure('NO_SUCH_BOARD');
    },
    ofCaller({ subject }) {
      const [kind, id = ''] = subject.split(':');
      const board = kind === 'board' ? view.board(id, now()) : undefined;
      if (board) return board;
      throw new RequestFailure('NOT_A_BOARD');
    },
    revoke: (principal, board) => store.remove(`board/${board.id}`, writerOf(principal)),
  };
}
