/** What the provider gave: a code for people, and the one by which this screen asks what came of it. */
export type DeviceCode = {
  deviceCode: string;
  userCode: string;
  /** Where a person types the code. */
  address: string;
  /** The same with the code in it. */
  addressWithCode: string;
  /** ms since 1970 of this device's clock. */
  expiresAt: number;
  intervalMs: number;
};

/** The device authorization grant (RFC 8628) as a pure reducer: events go in, what the screen shows comes out. */
export type DeviceFlow =
  | { phase: 'starting'; renewals: number }
  | { phase: 'waiting'; renewals: number; code: DeviceCode }
  /** So many codes expired that a person has to press. */
  | { phase: 'expired' }
  /** No answer to the request for a code. */
  | { phase: 'unreachable'; renewals: number }
  /** The person said no. */
  | { phase: 'denied' }
  /** The provider refuses to give codes. */
  | { phase: 'refused'; detail: string }
  | { phase: 'confirmed'; token: string };

export type DeviceEvent =
  | { type: 'code'; code: DeviceCode }
  | { type: 'unreachable' }
  | { type: 'refused'; detail: string }
  | { type: 'slow-down' }
  /** Not confirmed yet, or no answer to the question. @param at ms since 1970 of this device's clock */
  | { type: 'pending'; at: number }
  | { type: 'expired' }
  | { type: 'denied' }
  | { type: 'confirmed'; token: string }
  /** A person pressed the button, or the pause after no answer is over. */
  | { type: 'again'; pressed: boolean };

/** Codes that follow each other by themselves, at ten minutes each some two hours. */
export const mostRenewals = 12;
/** RFC 8628, section 3.5: for all requests that follow. */
const slowDownMs = 5_000;

export const initialFlow: DeviceFlow = { phase: 'starting', renewals: 0 };

/** The state after an event; the same object when nothing changed. */
export function reduceFlow(state: DeviceFlow, event: DeviceEvent): DeviceFlow {
  switch (event.type) {
    case 'code':
      return state.phase === 'starting'
        ? { phase: 'waiting', renewals: state.renewals, code: event.code }
        : state;
    case 'unreachable':
      return state.phase === 'starting' ? { phase: 'unreachable', renewals: state.renewals } : state;
    case 'refused':
      return { phase: 'refused', detail: event.detail };
    case 'slow-down':
      return state.phase === 'waiting' ? withInterval(state, state.code.intervalMs + slowDownMs) : state;
    case 'pending':
      return state.phase === 'waiting' && event.at >= state.code.expiresAt ? renewed(state.renewals) : state;
    case 'expired':
      return state.phase === 'waiting' ? renewed(state.renewals) : state;
    case 'denied':
      return state.phase === 'waiting' ? { phase: 'denied' } : state;
    case 'confirmed':
      return state.phase === 'waiting' ? { phase: 'confirmed', token: event.token } : state;
    case 'again':
      return again(state, event.pressed);
    default:
      return event satisfies never;
  }
}

const renewed = (renewals: number): DeviceFlow =>
  renewals < mostRenewals ? { phase: 'starting', renewals: renewals + 1 } : { phase: 'expired' };

const again = (state: DeviceFlow, pressed: boolean): DeviceFlow => {
  if (state.phase === 'starting' || state.phase === 'waiting' || state.phase === 'confirmed') return state;
  if (pressed) return initialFlow;
  return state.phase === 'unreachable' ? renewed(state.renewals) : state;
};

const withInterval = (state: Extract<DeviceFlow, { phase: 'waiting' }>, intervalMs: number): DeviceFlow => ({
  ...state,
  code: { ...state.code, intervalMs },
});
