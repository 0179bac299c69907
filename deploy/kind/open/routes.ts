/** A service of the chart `cupcakery`, by its name without the release's, and its port. */
export type Target = { component: string; port: number };

type Route = Target & { path: string; exact?: true };

const gateway: Target = { component: 'gateway', port: 8082 };
const orderApi: Target = { component: 'order-api', port: 8081 };

/** The paths of the chart's Ingress with the demo sign-in at `/auth`; the first that fits counts. */
export const routes: readonly Route[] = [
  { path: '/schema.graphql', exact: true, ...gateway },
  { path: '/openapi.json', exact: true, ...orderApi },
  { path: '/graphql', ...gateway },
  { path: '/api/v1', ...orderApi },
  { path: '/docs', ...orderApi },
  { path: '/auth', component: 'demo-identity-provider', port: 8085 },
  { path: '/', component: 'web', port: 8080 },
];

/** Which service answers a request, by its URL with or without a query; as an Ingress with `Prefix` and `Exact`. */
export function targetOf(url: string): Target {
  const path = url.split('?')[0] ?? '/';
  const found = routes.find(
    (route) => path === route.path || (!route.exact && path.startsWith(route.path.replace(/\/?$/, '/'))),
  );
  return found ?? { component: 'web', port: 8080 };
}
