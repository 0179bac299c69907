export const opcodes = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;

/**
 * Splits a socket's bytes into the answer to the WebSocket handshake and the frames after it (RFC 6455). Only what the
 * measured servers send is understood: no mask, no compression.
 * @param onFrame its `body` is not copied: valid only during the call
 */
export function createFrameSplitter(options: {
  /** Gets the status line; false when the handshake has failed: then nothing more is read. */
  onHandshake(status: string): boolean;
  onFrame(opcode: number, isLast: boolean, body: Buffer): void;
}): (data: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let upgraded = false;

  function consumeHandshake(): boolean {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const [status = ''] = rest.subarray(0, end).toString('latin1').split('\r\n', 1);
    rest = rest.subarray(end + 4);
    upgraded = options.onHandshake(status);
    return upgraded;
  }

  function consumeFrame(): boolean {
    const [first = 0, second = 0] = rest;
    if (rest.length < 2) return false;
    const [length, head] = second < 126 ? [second, 2] : second === 126 ? [lengthAt(2), 4] : [lengthAt(8), 10];
    if (rest.length < head + length) return false;
    const body = rest.subarray(head, head + length);
    rest = rest.subarray(head + length);
    options.onFrame(first & 0x0f, (first & 0x80) !== 0, body);
    return rest.length > 0;
  }

  function lengthAt(bytes: number): number {
    if (rest.length < 2 + bytes) return Number.POSITIVE_INFINITY;
    return bytes === 2 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
  }

  return (data) => {
    rest = rest.length > 0 ? Buffer.concat([rest, data]) : data;
    if (!upgraded && !consumeHandshake()) return;
    while (consumeFrame()) {}
  };
}

/** A frame as a client sends it. Clients must mask; a mask of zeros changes nothing. */
export function clientFrame(opcode: number, body: Buffer): Buffer {
  const head =
    body.length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | body.length])
      : Buffer.from([0x80 | opcode, 0x80 | 126, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(4), body]);
}
