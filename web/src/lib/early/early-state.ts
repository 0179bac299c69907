import type { WebConfig } from './web-config-shape.ts';

/** What the script of index.html leaves to the app, which is another program in the same page. */
export type EarlyState = {
  /** The first query, by what it asked for. */
  query?: { key: string; response: Promise<Response> };
  config?: Promise<WebConfig | undefined>;
};

declare global {
  var cupcakeryEarly: EarlyState | undefined;
}

/** The one state of the page. */
export const earlyState = (): EarlyState => {
  globalThis.cupcakeryEarly ??= {};
  return globalThis.cupcakeryEarly;
};
