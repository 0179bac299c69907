/** What authentication reads of a request: a fetch `Request` fits, and so does a WebSocket's handshake. */
export type RequestLike = { headers: { get(name: string): string | null } };
