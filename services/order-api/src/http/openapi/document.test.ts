import { fileURLToPath } from 'node:url';
import { parseCollections } from '@cupcakery/collections/file/collection-files';
import { readTextFiles } from '@cupcakery/kit/files';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDailyLimits } from '../../orders/limits/daily-limits.ts';
import { createOrdersService } from '../../orders/orders-service.ts';
import { cupcakes } from '../../testing/cupcakes.ts';
import { createTestApp } from '../../testing/test-app.ts';
import { createOrderReads } from '../../views/order-reads.ts';

const unused = () => Promise.reject(new Error('not used'));
const service = createOrdersService({
  workflow: cupcakes,
  reads: createOrderReads({ archiveAfter: 1, maxOrders: 1, onUnreadable: () => {} }),
  submit: unused,
  dailyLimits: createDailyLimits(cupcakes, Date.now),
  catchUp: unused,
  partitionOfOrder: () => 0,
  discard: unused,
  control: { pauses: { of: () => undefined }, change: unused },
});
const collectionsDir = fileURLToPath(new URL('../../../../../charts/cupcakery/collections', import.meta.url));
const collections = parseCollections(readTextFiles(collectionsDir, ['.yaml']));
const app = createTestApp({
  services: new Map([[cupcakes.name, service]]),
  legacy: service,
  collections,
  authenticator: { mode: 'oidc', authenticate: unused, prepare: unused },
});

const mediaType = z.object({ schema: z.record(z.string(), z.unknown()), example: z.unknown().optional() });
const content = z.object({ content: z.record(z.string(), mediaType).optional() });
const operation = z.object({ requestBody: content.optional(), responses: z.record(z.string(), content) });
const documentShape = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

async function readJson(): Promise<Record<string, unknown>> {
  return z.looseObject({}).parse(await (await app.request('/openapi.json')).json());
}
const readDocument = async () => documentShape.parse(await readJson());

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { errors, valid } = await validator.validate(await readJson());
    expect(errors).toBeUndefined();
    expect([validator.version, valid]).toEqual(['3.1', true]);
  });

  it('has every route of the API, and the server answers each of them', async () => {
    const { paths } = await readDocument();
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    // These are served by the shop.
    const isOfShop = (one: string) => / (\/api)?\/(products|customers|purchases)\b/.test(one);
    const served = app.routes.filter((r) => r.method !== 'ALL' && r.path.startsWith('/api'));
    expect(described.filter((one) => !isOfShop(one)).sort()).toEqual(
      served.map((r) => `${r.method} ${r.path}`).sort(),
    );
    expect(described.filter(isOfShop)).toHaveLength(3 * 5 + 3 + 2);
    for (const { verb } of cupcakes.stages) expect(described).toContain(`POST /api/v1/order/${verb}`);
  });

  it('has examples that fit their schemas', async () => {
    const { paths, components } = await readDocument();
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'urn:cupcakery:document', components });
    let examples = 0;
    for (const [path, item] of Object.entries(paths)) {
      for (const { requestBody, responses } of Object.values(item)) {
        for (const { content = {} } of [...(requestBody ? [requestBody] : []), ...Object.values(responses)]) {
          for (const { schema, example } of Object.values(content)) {
            if (example === undefined) continue;
            examples += 1;
            const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"urn:cupcakery:document#/'));
            expect(ajv.validate(local, example), `${path}: ${ajv.errorsText()}`).toBe(true);
          }
        }
      }
    }
    expect(examples).toBeGreaterThan(20);
  });

  it('is rendered as a page that loads nothing from elsewhere', async () => {
    const page = await app.request('/docs');
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).not.toMatch(/<script|https?:\/\/(?!json-schema\.org)|url\(/);
    expect(html).toContain('color-scheme: light dark');
    expect(html).toContain('width=device-width');
  });
});
