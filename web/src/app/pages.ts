import { lazy } from 'react';

// A customer's first load contains no board; each page is loaded at its first visit.
const loaders = {
  myOrders: async () => (await import('../features/customer/my-orders-page.tsx')).MyOrdersPage,
  history: async () => (await import('../features/history/history-page.tsx')).HistoryPage,
  kitchen: async () => (await import('../features/kitchen/kitchen-page.tsx')).KitchenPage,
  stage: async () => (await import('../features/kitchen/stage/stage-page.tsx')).StagePage,
  expo: async () => (await import('../features/expo/expo-page.tsx')).ExpoPage,
  floor: async () => (await import('../features/floor/floor-page.tsx')).FloorPage,
  lag: async () => (await import('../features/lag/lag-page.tsx')).LagPage,
  incidents: async () => (await import('../features/incidents/incidents-page.tsx')).IncidentsPage,
};

export const MyOrdersPage = lazy(async () => ({ default: await loaders.myOrders() }));
export const HistoryPage = lazy(async () => ({ default: await loaders.history() }));
export const KitchenPage = lazy(async () => ({ default: await loaders.kitchen() }));
export const StagePage = lazy(async () => ({ default: await loaders.stage() }));
export const ExpoPage = lazy(async () => ({ default: await loaders.expo() }));
export const FloorPage = lazy(async () => ({ default: await loaders.floor() }));
export const LagPage = lazy(async () => ({ default: await loaders.lag() }));
export const IncidentsPage = lazy(async () => ({ default: await loaders.incidents() }));

/** Where they are in the address; a page that is not here is in the first load. */
const byPath: readonly [RegExp, keyof typeof loaders][] = [
  [/^\/orders\/?$/, 'myOrders'],
  [/^\/orders\/[^/]+\/history/, 'history'],
  [/^\/kitchen\/?$/, 'kitchen'],
  [/^\/kitchen\/./, 'stage'],
  [/^\/expo/, 'expo'],
  [/^\/floor/, 'floor'],
  [/^\/lag/, 'lag'],
  [/^\/incidents/, 'incidents'],
];

/** Loads the page of a path beside the first query, and not after it. A failure is left to the page itself. */
export const preloadPage = async (path: string): Promise<void> => {
  const found = byPath.find(([pattern]) => pattern.test(path));
  if (found) await loaders[found[1]]().catch(() => undefined);
};
