import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { amount, table } from './markdown-table.ts';
import { heldTicketsOf, withdrawalsOf } from './sizing.ts';

const heldCounts = [20_000, 100_000, 200_000, 500_000];

/** Memory of a manual stage's worker by the tickets that it may hold. */
export const heldTable = (): string =>
  table(
    ['`maxHeld`', 'worker of a manual stage'],
    heldCounts.map((count) => [amount(count), `${heldTicketsOf(count)}Mi`]),
  );

/** Memory of the withdrawals that a manual stage's worker keeps, by orders a second. */
export const withdrawalsTable = (workflow: Workflow, rates: readonly number[]): string =>
  table(
    ['orders/s through a manual stage', 'withdrawals kept', 'memory for them'],
    rates.map((rate) => [
      rate,
      amount(rate * workflow.archiveAfter),
      `${amount(withdrawalsOf(workflow, rate))} MiB`,
    ]),
  );
