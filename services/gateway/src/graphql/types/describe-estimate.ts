import type { Estimate } from '@cupcakery/workflow/views/estimate';
import type { Estimate as GraphqlEstimate } from '../generated/resolvers.ts';

/** An estimate as GraphQL has it; null: nothing can be said. */
export function describeEstimate(estimate: Estimate | undefined): GraphqlEstimate | null {
  if (!estimate) return null;
  const { ahead } = estimate;
  if (estimate.kind === 'stalled') return { from: null, to: null, stalledAt: estimate.stage, ahead };
  return { from: textOf(estimate.from), to: textOf(estimate.to), stalledAt: null, ahead };
}

const textOf = (ms: number): string => new Date(ms).toISOString();
