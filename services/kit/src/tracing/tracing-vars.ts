import { z } from 'zod';
import { urlVar } from '../config.ts';

/** The samplers that OpenTelemetry's specification names. */
export const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type SamplerName = (typeof samplers)[number];

const ratioVar = z
  .string()
  .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a number from 0 to 1')
  .transform(Number);

const hasPairs = (text: string) => text.split(',').every((pair) => /^\s*[!#$%&'*+.^_`|~\w-]+\s*=/.test(pair));

/** A name=value list, percent-encoded, as OTEL_EXPORTER_OTLP_HEADERS is. */
export const headersVar = z
  .string()
  .refine(hasPairs, 'must be name=value, separated by commas')
  .meta({ secret: true, example: 'api-key=secret' });

/**
 * Where spans go, and which: OpenTelemetry's own variables. Without an endpoint nothing is traced. Traces of callers
 * that carry a `traceparent` are sampled as that says, by the samplers that begin with `parentbased`.
 */
export const tracingVars = {
  OTEL_EXPORTER_OTLP_ENDPOINT: urlVar.optional().meta({ example: 'http://otel-collector:4318' }),
  /** The whole URL for traces; without it, /v1/traces below the endpoint. */
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: urlVar
    .optional()
    .meta({ example: 'http://otel-collector:4318/v1/traces' }),
  OTEL_EXPORTER_OTLP_HEADERS: headersVar.optional(),
  /** A file with what OTEL_EXPORTER_OTLP_HEADERS would hold: a mounted secret. */
  OTEL_EXPORTER_OTLP_HEADERS_FILE: z.string().optional().meta({ example: '/etc/tracing/headers' }),
  OTEL_TRACES_SAMPLER: z.enum(samplers).default('parentbased_always_on'),
  /** The share of new traces that the two ratio samplers take. */
  OTEL_TRACES_SAMPLER_ARG: ratioVar.default(1).meta({ example: '0.05' }),
};

export type TracingConfig = z.infer<z.ZodObject<typeof tracingVars>>;

/** The URL that spans are posted to; undefined: tracing is off. */
export function tracesUrlOf(config: TracingConfig): string | undefined {
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own, OTEL_EXPORTER_OTLP_ENDPOINT: base } = config;
  return own ?? (base === undefined ? undefined : `${base}/v1/traces`);
}
