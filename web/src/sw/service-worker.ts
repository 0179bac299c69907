import { clientsClaim } from 'workbox-core';
import { matchPrecache, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkOnly } from 'workbox-strategies';

// The app's files on the device, so that a page opens without its server: a screen on a wall that reboots while the
// kitchen's server is away shows the app, which connects as soon as it can, and not the browser's error page.

declare global {
  /** Every file of the build, filled in by the build. */
  var precacheManifest: PrecacheEntry[];
  function skipWaiting(): Promise<void>;
}

/** After this an unanswered page is taken from the device: a frozen server never refuses. */
const networkTimeoutSeconds = 5;

/** Pages of other services on the same origin are none of the app, and an answer of the sign-in is for one use. */
const foreign =
  /^\/(api|auth|config\.json|docs|graphql|healthz|licences\.txt|metrics|openapi|readyz|signed-in)/;

// A new release replaces the old at once: a screen on a wall is never closed.
addEventListener('install', () => void skipWaiting());
clientsClaim();

// First, so that a page comes from the server as long as it answers, and with it the present release.
const page = new NetworkOnly({
  networkTimeoutSeconds,
  plugins: [{ handlerDidError: () => matchPrecache('/index.html') }],
});
registerRoute(new NavigationRoute(page, { denylist: [foreign] }));
precacheAndRoute(globalThis.precacheManifest, { directoryIndex: '', cleanURLs: false });
