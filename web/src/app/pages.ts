import { type ComponentType, lazy } from 'react';

/** A page whose code is loaded when it is shown; `preload` begins that earlier, and leaves a failure to the page. */
export type LazyPage<Props> = { Page: ComponentType<Props>; preload(): void };

export const lazily = <Props>(load: () => Promise<ComponentType<Props>>): LazyPage<Props> => ({
  Page: lazy(async () => ({ default: await load() })),
  preload: () => void load().catch(() => undefined),
});

// A customer's first load contains no board; each page is loaded at its first visit.
export const myOrders = lazily(
  async () => (await import('../features/customer/my-orders-page.tsx')).MyOrdersPage,
);
export const history = lazily(async () => (await import('../features/history/history-page.tsx')).HistoryPage);
export const kitchen = lazily(async () => (await import('../features/kitchen/kitchen-page.tsx')).KitchenPage);
export const stage = lazily(async () => (await import('../features/kitchen/stage/stage-page.tsx')).StagePage);
export const expo = lazily(async () => (await import('../features/expo/expo-page.tsx')).ExpoPage);
export const floor = lazily(async () => (await import('../features/floor/floor-page.tsx')).FloorPage);
export const lag = lazily(async () => (await import('../features/lag/lag-page.tsx')).LagPage);
export const screens = lazily(async () => (await import('../features/screens/screens-page.tsx')).ScreensPage);
export const setUpScreen = lazily(async () => (await import('./screens/set-up-page.tsx')).SetUpPage);
export const refusedPass = lazily(async () => (await import('./screens/refused-pass.tsx')).RefusedPass);
export const linked = lazily(async () => (await import('./screens/linked-page.tsx')).LinkedPage);
export const incidents = lazily(
  async () => (await import('../features/incidents/incidents-page.tsx')).IncidentsPage,
);
