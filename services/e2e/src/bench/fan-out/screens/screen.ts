import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

/** A screen's socket that does almost nothing, so that the server is what is measured. */
export type Screen = { close(): void };

const opcodes = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;

/**
 * Opens a WebSocket of the subprotocol graphql-transport-ws and subscribes once it is acknowledged; open when
 * the server has answered a ping sent after that.
 * Only what these servers send is understood: no mask, no compression.
 * @param onMessage called with the parts of each `next` message, not copied: valid only during the call
 */
export function openScreen(options: {
  url: URL;
  headers: Record<string, string>;
  subscribe: { query: string; variables: Record<string, unknown> };
  onMessage(parts: readonly Buffer[]): void;
  onOpen(): void;
  onClose(why: string): void;
}): Screen {
  const { url, onMessage } = options;
  const socket = connect(Number(url.port), url.hostname);
  socket.setNoDelay(true);
  let rest: Buffer = Buffer.alloc(0);
  let upgraded = false;
  let state: 'connecting' | 'subscribing' | 'open' = 'connecting';
  let parts: Buffer[] = [];

  const lines = [
    `GET ${url.pathname} HTTP/1.1`,
    `Host: ${url.host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    ...Object.entries(options.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);

  socket.on('data', (data: Buffer) => {
    rest = rest.length > 0 ? Buffer.concat([rest, data]) : data;
    if (!upgraded && !consumeHandshake()) return;
    while (consumeFrame()) {}
  });
  socket.on('error', (error) => options.onClose(error.message));
  socket.on('close', () => options.onClose('closed'));

  function consumeHandshake(): boolean {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const [status = ''] = rest.subarray(0, end).toString('latin1').split('\r\n', 1);
    if (!status.includes(' 101 ')) {
      options.onClose(status);
      socket.destroy();
      return false;
    }
    rest = rest.subarray(end + 4);
    upgraded = true;
    send(JSON.stringify({ type: 'connection_init' }));
    return true;
  }

  function consumeFrame(): boolean {
    const [first = 0, second = 0] = rest;
    if (rest.length < 2) return false;
    const [length, head] = second < 126 ? [second, 2] : second === 126 ? [lengthAt(2), 4] : [lengthAt(8), 10];
    if (rest.length < head + length) return false;
    const body = rest.subarray(head, head + length);
    rest = rest.subarray(head + length);
    onFrame(first & 0x0f, (first & 0x80) !== 0, body);
    return rest.length > 0;
  }

  function lengthAt(bytes: number): number {
    if (rest.length < 2 + bytes) return Number.POSITIVE_INFINITY;
    return bytes === 2 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
  }

  function onFrame(opcode: number, isLast: boolean, body: Buffer): void {
    if (opcode === opcodes.ping) write(opcodes.pong, body);
    if (opcode === opcodes.close) options.onClose(`${body.readUInt16BE(0)} ${body.subarray(2)}`);
    if (opcode !== opcodes.text && opcode !== opcodes.continuation) return;
    parts.push(body);
    if (!isLast) return;
    const message = parts;
    parts = [];
    if (state === 'connecting') {
      state = 'subscribing';
      const id = randomBytes(16).toString('hex');
      send(JSON.stringify({ id, type: 'subscribe', payload: options.subscribe }));
      send(JSON.stringify({ type: 'ping' }));
    } else if (state === 'subscribing' && body.toString() === '{"type":"pong"}') {
      state = 'open';
      options.onOpen();
    } else {
      onMessage(message);
    }
  }

  const send = (text: string) => write(opcodes.text, Buffer.from(text));

  /** Clients must mask; a mask of zeros changes nothing. */
  function write(opcode: number, body: Buffer): void {
    const head =
      body.length < 126
        ? Buffer.from([0x80 | opcode, 0x80 | body.length])
        : Buffer.from([0x80 | opcode, 0x80 | 126, body.length >> 8, body.length & 0xff]);
    socket.write(Buffer.concat([head, Buffer.alloc(4), body]));
  }

  return { close: () => socket.destroy() };
}
