const storageKey = 'cupcakery.reloaded';
/** At most one reload in this time, or a file that is really missing would reload the page without end. */
const pauseMs = 60_000;

/** A part of the page that a newer release no longer has cannot be loaded: loads the newer release, once. */
export const reloadOnNewRelease = (): void => {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(storageKey) ?? 0);
    if (Date.now() - last < pauseMs) return;
    sessionStorage.setItem(storageKey, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
};
