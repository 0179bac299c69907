import type { GraphQLError } from 'graphql';
import type { Frame } from '../../fanout/frame.ts';

/** The result of an operation, or of one event of a subscription. */
export type Result = { data?: unknown; errors?: readonly GraphQLError[]; extensions?: unknown };

export const completeEvent = Buffer.from('event: complete\ndata:\n\n');

const events = new WeakMap<Frame, Uint8Array>();

/** A frame's event, made once for all answers. */
export function eventOf(frame: Frame): Uint8Array {
  const known = events.get(frame);
  if (known) return known;
  const event = nextEvent(frame.cursor, frame.json);
  events.set(frame, event);
  return event;
}

/**
 * The event of one result that is no frame.
 * @param id the cursor, where there is one
 */
export function resultEvent(id: string | undefined, { data, errors, extensions }: Result): Uint8Array {
  const json = JSON.stringify({
    ...(data === undefined ? {} : { data }),
    ...(errors ? { errors: errors.map(errorJson) } : {}),
    ...(extensions === undefined ? {} : { extensions }),
  });
  return nextEvent(id, Buffer.from(json));
}

function nextEvent(id: string | undefined, json: Buffer): Uint8Array {
  const head = `${id === undefined ? '' : `id: ${id}\n`}event: next\ndata: `;
  return Buffer.concat([Buffer.from(head), json, Buffer.from('\n\n')]);
}

/** JSON of an error without what is meant for the HTTP layer. */
function errorJson(error: GraphQLError) {
  const json = error.toJSON();
  const { http: _http, ...extensions } = json.extensions ?? {};
  return { ...json, extensions };
}
