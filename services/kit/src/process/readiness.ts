/** `notReady` maps the name of each condition that does not hold to the reason. */
export type Readiness = { ready: boolean; notReady: Record<string, string> };
