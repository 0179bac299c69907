import { expect, test } from 'vitest';
import { z } from 'zod';
import { routes, targetOf } from '../kind/open/routes.ts';
import { ofKind, render } from './rendering/helm.ts';
import { environmentOf, podsOf } from './rendering/pods.ts';
import { renderings } from './rendering/renderings.ts';

const expected = [
  'Exact /schema.graphql gateway',
  'Exact /openapi.json order-api',
  'Prefix /graphql gateway',
  'Prefix /api/v1 order-api',
  'Prefix /docs order-api',
  'Prefix / web',
];

test('an Ingress has the paths of the local origin, and not /metrics', () => {
  const backend = z.object({
    service: z.object({ name: z.string(), port: z.object({ name: z.literal('http') }) }),
  });
  const path = z.object({ path: z.string(), pathType: z.string(), backend });
  const shape = z.looseObject({
    rules: z.array(z.object({ host: z.string(), http: z.object({ paths: z.array(path) }) })),
  });
  const manifests = render('cupcakery', renderings.everything);
  const rules = ofKind(manifests, 'Ingress').flatMap(({ spec }) => shape.parse(spec).rules);
  expect(rules.map(({ host }) => host)).toEqual(['cupcakes.example.com']);
  const paths = rules.flatMap(({ http }) => http.paths);
  expect(
    paths.map((p) => `${p.pathType} ${p.path} ${p.backend.service.name.replace('cupcakery-', '')}`),
  ).toEqual(expected);
  const services = ofKind(manifests, 'Service').map(({ metadata }) => metadata.name);
  for (const { backend } of paths) expect(services).toContain(backend.service.name);
});

test('without documentation there is no path to it', () => {
  const manifests = render('cupcakery', {
    values: { ingress: { enabled: true, host: 'cupcakes.example.com' }, orderApi: { docs: false } },
  });
  const shape = z.looseObject({
    rules: z.array(z.object({ http: z.object({ paths: z.array(z.looseObject({ path: z.string() })) }) })),
  });
  const paths = ofKind(manifests, 'Ingress')
    .flatMap(({ spec }) => shape.parse(spec).rules)
    .flatMap(({ http }) => http.paths.map(({ path }) => path));
  expect(paths).toEqual(['/schema.graphql', '/graphql', '/api/v1', '/']);
  const api = podsOf(manifests).find(({ owner }) => owner.metadata.name === 'cupcakery-order-api');
  expect(api?.spec.containers.map((container) => environmentOf(container).DOCS)).toEqual(['false']);
});

test('the demo sign-in has the path of its issuer, and services fetch its keys by its service', () => {
  const manifests = render('cupcakery', renderings['demo sign-in']);
  const path = z.object({ path: z.string(), backend: z.object({ service: z.object({ name: z.string() }) }) });
  const shape = z.looseObject({ rules: z.array(z.object({ http: z.object({ paths: z.array(path) }) })) });
  const paths = ofKind(manifests, 'Ingress').flatMap(({ spec }) =>
    shape.parse(spec).rules.flatMap(({ http }) => http.paths),
  );
  const auth = paths.find((one) => one.path === '/auth');
  const service = auth?.backend.service.name ?? '';
  expect(ofKind(manifests, 'Service').map(({ metadata }) => metadata.name)).toContain(service);
  const jwks = podsOf(manifests).flatMap(({ spec }) =>
    spec.containers.flatMap((container) => environmentOf(container).OIDC_JWKS_URL ?? []),
  );
  expect(jwks).toEqual(Array(2).fill(`http://${service}:8085/auth/jwks`));
});

test('make kind-open has the paths of the Ingress with the demo sign-in', () => {
  const backend = z.object({ service: z.object({ name: z.string(), port: z.object({ name: z.string() }) }) });
  const path = z.object({ path: z.string(), pathType: z.string(), backend });
  const shape = z.looseObject({ rules: z.array(z.object({ http: z.object({ paths: z.array(path) }) })) });
  const manifests = render('cupcakery', renderings['demo sign-in']);
  const paths = ofKind(manifests, 'Ingress').flatMap(({ spec }) =>
    shape.parse(spec).rules.flatMap(({ http }) => http.paths),
  );
  const ports = z.looseObject({ ports: z.array(z.looseObject({ port: z.number() })) });
  const portOf = new Map(
    ofKind(manifests, 'Service').map(({ metadata, spec }) => [
      metadata.name,
      ports.parse(spec).ports[0]?.port,
    ]),
  );
  expect(
    routes.map((one) => [one.path, one.exact ? 'Exact' : 'Prefix', `cupcakery-${one.component}`, one.port]),
  ).toEqual(
    paths.map((one) => {
      const { name } = one.backend.service;
      return [one.path, one.pathType, name, portOf.get(name)];
    }),
  );
});

test.each([
  ['/', 'web'],
  ['/kitchen/mix?x=/graphql', 'web'],
  ['/graphql', 'gateway'],
  ['/graphql?query=%7Bme%7D', 'gateway'],
  ['/graphqlx', 'web'],
  ['/schema.graphql', 'gateway'],
  ['/schema.graphql/x', 'web'],
  ['/api/v1/order', 'order-api'],
  ['/auth/jwks', 'demo-identity-provider'],
])('make kind-open forwards %s to %s', (url, component) => {
  expect(targetOf(url).component).toBe(component);
});

test('an HTTPRoute has the same, and no end to subscriptions', () => {
  const rule = z.looseObject({
    matches: z.array(z.object({ path: z.object({ type: z.string(), value: z.string() }) })).length(1),
    backendRefs: z.array(z.object({ name: z.string(), port: z.number() })).length(1),
    timeouts: z.record(z.string(), z.string()).optional(),
  });
  const shape = z.looseObject({
    parentRefs: z.array(z.looseObject({ name: z.string() })),
    rules: z.array(rule),
  });
  const httpRoute = { enabled: true, parentRefs: [{ name: 'entry' }] };
  const [route] = ofKind(render('cupcakery', { values: { httpRoute } }), 'HTTPRoute').map(({ spec }) =>
    shape.parse(spec),
  );
  const lines = route?.rules.map(({ matches: [match], backendRefs: [backend] }) => {
    const type = match?.path.type.replace('PathPrefix', 'Prefix');
    return `${type} ${match?.path.value} ${backend?.name.replace('cupcakery-', '')}`;
  });
  expect(lines).toEqual(expected);
  const endless = route?.rules.filter(({ timeouts }) => timeouts?.request === '0s');
  expect(endless?.map(({ matches }) => matches[0]?.path.value)).toEqual(['/graphql']);
});
