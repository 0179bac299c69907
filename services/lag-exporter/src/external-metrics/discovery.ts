import { Hono } from 'hono';
import { externalMetrics } from './metric-values.ts';

const group = 'external.metrics.k8s.io';
const version = 'v1beta1';
export const groupVersion = `${group}/${version}`;

/** What the API server requests to find out what an aggregated API offers. */
export function createDiscovery(): Hono {
  const described = {
    name: group,
    versions: [{ groupVersion, version }],
    preferredVersion: { groupVersion, version },
  };
  const app = new Hono();
  app.get('/apis', (c) => c.json({ kind: 'APIGroupList', apiVersion: 'v1', groups: [described] }));
  app.get(`/apis/${group}`, (c) => c.json({ kind: 'APIGroup', apiVersion: 'v1', ...described }));
  app.get(`/apis/${groupVersion}`, (c) =>
    c.json({
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion,
      resources: externalMetrics.map((name) => ({
        name,
        singularName: '',
        namespaced: true,
        kind: 'ExternalMetricValueList',
        verbs: ['get'],
      })),
    }),
  );
  // The API server requests these documents from every aggregated API; without them it logs an error each minute.
  app.get('/openapi/v2', (c) => c.json({ swagger: '2.0', info: { title: 'Kafka lag', version }, paths: {} }));
  app.get('/openapi/v3', (c) => c.json({ paths: {} }));
  return app;
}
