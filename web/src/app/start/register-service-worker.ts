/** Installs the service worker once the page is loaded: it fetches all files, which would slow down the first load. */
export const registerServiceWorker = (): void => {
  // Sources of the development server change too often to be kept. Without TLS only loopback has service workers.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js').catch((error: unknown) => {
      console.warn('Without its service worker this page needs the server to be opened:', error);
    });
  });
};
