import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { z } from 'zod';

/** A span as a receiver gets it. Ids are hex; times nanoseconds since 1970. */
export type ReceivedSpan = {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  /** Undefined for the first of its trace. */
  parentId: string | undefined;
  links: { traceId: string; spanId: string }[];
  attributes: Map<string, string>;
  from: bigint;
  to: bigint;
};

export type OtlpReceiver = {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  stop(): Promise<void>;
};

const bytes = z.instanceof(Uint8Array).transform((value) => Buffer.from(value).toString('hex'));
const value = z.object({
  stringValue: z.string().optional(),
  intValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  doubleValue: z.number().optional(),
});
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .transform(
    (list) => new Map(list.map(({ key, value: held }) => [key, String(Object.values(held)[0] ?? '')])),
  );
const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: bytes,
              spanId: bytes,
              parentSpanId: bytes.optional(),
              name: z.string(),
              startTimeUnixNano: z.string(),
              endTimeUnixNano: z.string(),
              attributes,
              links: z.array(z.object({ traceId: bytes, spanId: bytes })),
            }),
          ),
        }),
      ),
    }),
  ),
});

/**
 * A receiver of OTLP over HTTP that keeps what it gets: requests are read by OpenTelemetry's own definitions (`proto/`), and
 * whatever does not fit them is answered with 400.
 * @param port 0: any
 */
export async function startOtlpReceiver(port = 0): Promise<OtlpReceiver> {
  const type = await requestType();
  const spans: ReceivedSpan[] = [];
  const server = createServer((incoming, response) => {
    const isTraces = incoming.method === 'POST' && incoming.url === '/v1/traces';
    if (!isTraces || incoming.headers['content-type'] !== 'application/x-protobuf') {
      response.writeHead(404).end();
      return;
    }
    buffer(incoming).then(
      (body) => {
        spans.push(...spansOf(type, body));
        // An empty ExportTraceServiceResponse: all of it was taken.
        response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, spans, stop: () => close(server) };
}

async function requestType(): Promise<protobuf.Type> {
  const folder = fileURLToPath(new URL('proto/', import.meta.url));
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => folder + target;
  await root.load('opentelemetry/proto/collector/trace/v1/trace_service.proto');
  return root.lookupType('opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest');
}

function spansOf(type: protobuf.Type, body: Buffer): ReceivedSpan[] {
  const message = type.toObject(type.decode(body), { longs: String, arrays: true, defaults: false });
  const { resourceSpans } = request.parse(message);
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        service: resource.attributes.get('service.name') ?? '',
        name: span.name,
        traceId: span.traceId,
        spanId: span.spanId,
        parentId: span.parentSpanId || undefined,
        links: span.links,
        attributes: span.attributes,
        from: BigInt(span.startTimeUnixNano),
        to: BigInt(span.endTimeUnixNano),
      })),
    ),
  );
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  return address.port;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
