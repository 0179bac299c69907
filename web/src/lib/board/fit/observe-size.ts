const listeners = new WeakMap<Element, () => void>();

// One for the page: a kitchen of two hundred cards would otherwise have two hundred.
let observer: ResizeObserver | undefined;

/** Calls `onSize` once an element has a size and after each change of it; returns the end of that. */
export const observeSize = (element: Element, onSize: () => void): (() => void) => {
  observer ??= new ResizeObserver((entries) => {
    for (const { target } of entries) listeners.get(target)?.();
  });
  listeners.set(element, onSize);
  observer.observe(element);
  return () => {
    listeners.delete(element);
    observer?.unobserve(element);
  };
};
