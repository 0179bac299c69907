import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { clientFrame, createFrameSplitter, opcodes } from './frames.ts';

/** A screen's socket that does almost nothing, so that the server is what is measured. */
export type Screen = { close(): void };

/**
 * Opens a WebSocket of the subprotocol graphql-transport-ws and subscribes once it is acknowledged; open when
 * the server has answered a ping sent after that.
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

  socket.on('data', createFrameSplitter({ onHandshake, onFrame }));
  socket.on('error', (error) => options.onClose(error.message));
  socket.on('close', () => options.onClose('closed'));

  function onHandshake(status: string): boolean {
    if (!status.includes(' 101 ')) {
      options.onClose(status);
      socket.destroy();
      return false;
    }
    send(JSON.stringify({ type: 'connection_init' }));
    return true;
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
    } else if (state === 'subscribing' && body.toString().startsWith('{"type":"pong"')) {
      state = 'open';
      options.onOpen();
    } else {
      onMessage(message);
    }
  }

  const send = (text: string) => write(opcodes.text, Buffer.from(text));

  function write(opcode: number, body: Buffer): void {
    socket.write(clientFrame(opcode, body));
  }

  return { close: () => socket.destroy() };
}
