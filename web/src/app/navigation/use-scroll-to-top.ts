import { useEffect } from 'react';

// The browser itself restores the place of a page that one goes back to.
let wentBack = false;
addEventListener('popstate', () => {
  wentBack = true;
});

/** Shows a page that was navigated to from its top: the one before it may have been scrolled far down. */
export const useScrollToTop = (path: string): void => {
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each path
  useEffect(() => {
    if (!wentBack) scrollTo(0, 0);
    wentBack = false;
  }, [path]);
};
