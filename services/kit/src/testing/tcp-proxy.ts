import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A proxy to a server that can be cut like a cable. */
export type TcpProxy = {
  port: number;
  /** How much the server has sent so far. */
  readonly answeredBytes: number;
  /** Ends all connections and takes no new ones. Chromium's own offline mode leaves open sockets alone. */
  cut(): void;
  restore(): void;
  /** Cuts one connection in the middle of the next response that is longer; resolves when it has. */
  cutAfter(bytes: number): Promise<void>;
  close(): Promise<void>;
};

/** Forwards connections to a port of this machine. */
export async function startTcpProxy(toPort: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let whole = true;
  let answeredBytes = 0;
  let breaking: { bytes: number; done(): void } | undefined;
  /** How much of a response is forwarded, and whether the connection is cut after it. */
  function pass(answer: Buffer): { through: Buffer; isBroken: boolean } {
    const { bytes = answer.length, done } = breaking ?? {};
    if (answer.length <= bytes) return { through: answer, isBroken: false };
    breaking = undefined;
    done?.();
    return { through: answer.subarray(0, bytes), isBroken: true };
  }
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(toPort, 'localhost');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (answer: Buffer) => {
      answeredBytes += answer.length;
      const { through, isBroken } = pass(answer);
      if (!near.write(through)) {
        far.pause();
        near.once('drain', () => far.resume());
      }
      if (isBroken) near.end();
    });
    far.on('end', () => near.end());
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const drop = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    get answeredBytes() {
      return answeredBytes;
    },
    cut() {
      whole = false;
      drop();
    },
    restore() {
      whole = true;
    },
    cutAfter: (bytes) =>
      new Promise((done) => {
        breaking = { bytes, done };
      }),
    close() {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
