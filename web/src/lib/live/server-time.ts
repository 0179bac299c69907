import type { LinkState } from '@cupcakery/client/link';

/** A state with times of this device's clock, in times of the server's. */
export const inServerTime = (state: LinkState, offsetMs: number): LinkState => ({
  ...state,
  since: state.since + offsetMs,
  ...(state.heardAt === undefined ? {} : { heardAt: state.heardAt + offsetMs }),
  ...(state.retryAt === undefined ? {} : { retryAt: state.retryAt + offsetMs }),
});
