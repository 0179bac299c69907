import { clients } from '../kubernetes/clients.ts';

/** A port of a component's pod, and the paths that it answered with success. */
export type OpenPort = { component: string; port: number; answered: string[] };

/** Paths that somebody without a token might try: those of every service, and of probes and metrics. */
const paths = [
  '/',
  '/livez',
  '/readyz',
  '/metrics',
  '/config.json',
  '/openapi.json',
  '/docs',
  '/views',
  '/api/v1/workflows',
  '/api/v1/workflows/cupcakes/orders',
  '/api/v1/workflows/cupcakes/incidents',
  '/schema.graphql',
  '/graphql?query=%7Bme%7Bname%7D%7D',
  '/api/lag',
  '/api/lag/history',
  '/apis/external.metrics.k8s.io/v1beta1',
  '/auth/jwks',
  '/auth/.well-known/openid-configuration',
];

/** What may answer, by component and port, or by port for all components; everything else nobody may. */
export const open: Readonly<Record<string, readonly string[]>> = {
  ':9100': ['/livez', '/readyz'],
  'order-api:8081': ['/openapi.json', '/docs'],
  'gateway:8082': ['/schema.graphql'],
  'demo-identity-provider:8085': ['/auth/jwks', '/auth/.well-known/openid-configuration'],
};

/** The web app's files are for everybody, under any path; it has nothing else. */
const files = { component: 'web', port: 8080 };

/** Requests each path at each port of each pod that runs in the namespace, but for the web app's, without a token. */
export async function answersWithoutToken(namespace: string): Promise<OpenPort[]> {
  const { items } = await clients.core.listNamespacedPod({ namespace });
  const running = items.filter(({ status }) => status?.phase === 'Running');
  const ports = running.flatMap(({ metadata, spec, status }) =>
    (spec?.containers ?? []).flatMap(({ name, ports = [] }) =>
      ports.map(({ containerPort: port }) => ({
        component: metadata?.labels?.['app.kubernetes.io/component'] ?? name,
        port,
        host: status?.podIP ?? '',
      })),
    ),
  );
  const closed = ports.filter(({ component, port }) => component !== files.component || port !== files.port);
  const distinct = new Map(closed.map((one) => [`${one.component}:${one.port}`, one]));
  return await Promise.all(
    [...distinct.values()].map(async ({ component, port, host }) => {
      const tried = await Promise.all(
        paths.map(async (path) => ((await isAnswered(host, port, path)) ? [path] : [])),
      );
      return { component, port, answered: tried.flat() };
    }),
  );
}

/** A port that speaks something else, or refuses, has not answered. */
async function isAnswered(host: string, port: number, path: string): Promise<boolean> {
  const response = await fetch(`http://${host}:${port}${path}`, {
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  if (!response?.ok) return false;
  const text = await response.text();
  // GraphQL answers 200 with an error.
  return !text.includes('"UNAUTHENTICATED"');
}
