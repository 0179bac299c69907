import { createStore, type Store } from '@cupcakery/client/store';
import { type DeviceEvent, type DeviceFlow, initialFlow, reduceFlow } from './device-flow.ts';
import type { DeviceProvider } from './device-provider.ts';

/** A running device authorization. */
export type RunningFlow = Pick<Store<DeviceFlow>, 'get' | 'subscribe'> & {
  /** A person wants another code. */
  again(): void;
  stop(): void;
};

/** How long to wait for a provider that does not answer. */
const pauseMs = 15_000;

/** Gets a code, and asks what came of it as often as the provider allows, until it is confirmed or stopped. */
export const runDeviceFlow = (provider: DeviceProvider): RunningFlow => {
  const store = createStore(initialFlow);
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const dispatch = (event: DeviceEvent) => {
    if (stopped.signal.aborted) return;
    store.set(reduceFlow(store.get(), event));
    proceed();
  };
  /** Exactly one request or one timer is under way in each phase that goes on by itself. */
  const proceed = () => {
    clearTimeout(timer);
    const state = store.get();
    if (state.phase === 'starting') void provider.start(stopped.signal).then(dispatch);
    else if (state.phase === 'waiting') {
      const { code } = state;
      timer = setTimeout(() => void provider.poll(code, stopped.signal).then(dispatch), code.intervalMs);
    } else if (state.phase === 'unreachable') {
      timer = setTimeout(() => dispatch({ type: 'again', pressed: false }), pauseMs);
    }
  };
  proceed();
  return {
    get: store.get,
    subscribe: store.subscribe,
    again() {
      const before = store.get();
      if (reduceFlow(before, { type: 'again', pressed: true }) !== before) {
        dispatch({ type: 'again', pressed: true });
      }
    },
    stop() {
      stopped.abort();
      clearTimeout(timer);
    },
  };
};
