import { MessageType, stringifyMessage } from 'graphql-ws';

/** What the acknowledgement of a connection and each answer to a ping carry, so that a client can set its clock by it. */
export type ServerTime = { serverTime: number };

/** @param now ms since 1970 */
export function serverTime(now: () => number): ServerTime {
  return { serverTime: now() };
}

/** The answer to a client's ping: its payload, if it is an object, with the time of this server. */
export function pongWithTime(payload: Record<string, unknown> | undefined, now: () => number): string {
  return stringifyMessage({ type: MessageType.Pong, payload: { ...payload, ...serverTime(now) } });
}
