import { useEffect, useEffectEvent } from 'react';
import { flushSync } from 'react-dom';
import { gapMs, noBurst, reduceBurst } from './badge-burst.ts';

const typed = 'input, textarea, select, [contenteditable]';

/** Calls `onBadge` for a badge that a reader types anywhere on the page, but in a field. The page's keys never see it. */
export const useBadge = (onBadge: (badge: string) => void): void => {
  const report = useEffectEvent(onBadge);
  useEffect(() => {
    let state = noBurst;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const released = new WeakSet<Event>();
    const release = (keys: string) => {
      for (const key of keys) {
        const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
        released.add(event);
        // At once, so that an Enter that follows acts on what this key selected.
        flushSync(() => (document.activeElement ?? document.body).dispatchEvent(event));
      }
    };
    const pause = () => {
      const next = reduceBurst(state, { type: 'pause', at: performance.now() });
      state = next.state;
      release(next.release);
    };
    const onKey = (event: KeyboardEvent) => {
      const { key, repeat, ctrlKey, altKey, metaKey, target } = event;
      if (released.has(event) || repeat || ctrlKey || altKey || metaKey) return;
      if (target instanceof Element && target.closest(typed)) return;
      clearTimeout(timer);
      // When it was typed: a page that is busy gets a reader's keys late, and with gaps that nobody made.
      const next = reduceBurst(state, { type: 'key', key, at: event.timeStamp });
      state = next.state;
      if (next.held) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      release(next.release);
      if (next.badge !== undefined) report(next.badge);
      if (state.keys !== '') timer = setTimeout(pause, gapMs + 1);
    };
    // Before all others.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', onKey, { capture: true });
    };
  }, []);
};
