import { type Context, isSpanContextValid, type Link, trace } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { SamplerName } from './tracing-vars.ts';

/**
 * The sampler of that name. A trace that begins with a link to a recorded one is recorded as well: a transaction is none
 * of its commands' steps, and is worth nothing without them.
 */
export function samplerOf(name: SamplerName, ratio: number): Sampler {
  return new LinkedSampler(namedSampler(name, ratio));
}

function namedSampler(name: SamplerName, ratio: number): Sampler {
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio);
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  }
}

class LinkedSampler implements Sampler {
  readonly #sampler: Sampler;

  constructor(sampler: Sampler) {
    this.#sampler = sampler;
  }

  shouldSample(...args: Parameters<Sampler['shouldSample']>): ReturnType<Sampler['shouldSample']> {
    const [context, , , , , links] = args;
    if (isRoot(context) && links.some(isSampled)) return { decision: SamplingDecision.RECORD_AND_SAMPLED };
    return this.#sampler.shouldSample(...args);
  }

  toString(): string {
    return `Linked{${this.#sampler.toString()}}`;
  }
}

function isRoot(context: Context): boolean {
  const parent = trace.getSpanContext(context);
  return !parent || !isSpanContextValid(parent);
}

const isSampled = ({ context }: Link): boolean => (context.traceFlags & 1) === 1;
