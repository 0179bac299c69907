/** What the machine reports about itself. All are hints: a server on the same machine answers without any network. */
export type Device = {
  /** The machine reports that it has no network. */
  isOffline(): boolean;
  /** The page is hidden: timers sleep, so silence says nothing about the server. */
  isHidden(): boolean;
  /** Calls `onChange` when one of the two may have changed; returns a function that stops that. */
  watch(onChange: () => void): () => void;
};

type Target = {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
};
type Scope = {
  document?: Target & { hidden: boolean };
  navigator?: { onLine?: boolean };
  addEventListener?: unknown;
};

/** The browser this runs in; elsewhere a machine that is always awake and never reports that it is offline. */
export function device(): Device {
  const scope: Scope = globalThis;
  const page = scope.document;
  return {
    isOffline: () => page !== undefined && scope.navigator?.onLine === false,
    isHidden: () => page?.hidden === true,
    watch(onChange) {
      if (!page) return () => {};
      const events: [Target, string][] = [
        [page, 'visibilitychange'],
        [globalThis as unknown as Target, 'online'],
        [globalThis as unknown as Target, 'offline'],
      ];
      for (const [target, type] of events) target.addEventListener(type, onChange);
      return () => {
        for (const [target, type] of events) target.removeEventListener(type, onChange);
      };
    },
  };
}
