import { freePorts } from '@cupcakery/kit/tools/free-ports';
import type { TestSystem } from '../test-system/test-system.ts';

/** Starts a gateway that records every request: what it decides holds for the services behind it. */
export async function startTracingGateway(system: TestSystem): Promise<string> {
  const [port = 0] = await freePorts(1);
  const gateway = await system.add('gateway', 'gateway', {
    PORT: String(port),
    ORDER_API_URL: system.url,
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
  });
  await gateway.ready(60_000);
  return `http://127.0.0.1:${port}`;
}

const traced = ['gateway', 'api', 'processor', 'worker'];

/** Whether of each kind of service that traces one has dropped spans that it could not export. */
export async function everyServiceDropped({ services }: TestSystem): Promise<boolean> {
  const dropped = new Set<string>();
  for (const { name, adminPort } of services.values()) {
    const kind = name.replace(/-\d+$/, '');
    if (!traced.includes(kind)) continue;
    const text = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
    const [, count = '0'] =
      /^cupcakery_spans_dropped_total\{reason="export_failed"\} (\d+)$/m.exec(text) ?? [];
    if (Number(count) > 0) dropped.add(kind);
  }
  return traced.every((kind) => dropped.has(kind));
}
