import type { WebSocket } from 'ws';
import type { SocketSession } from './socket-session.ts';

/** Below the shortest time-outs of common proxies. */
const heartbeatMs = 12_000;

/** Pings all sockets of a gateway, with one timer for all; one that has not answered by the next ping is cut. */
export type Heartbeat = { add(session: SocketSession): void };

export function createHeartbeat(): Heartbeat {
  const sessions = new Set<SocketSession>();
  const silent = new Set<WebSocket>();
  let timer: NodeJS.Timeout | undefined;

  function onPong(this: WebSocket): void {
    silent.delete(this);
  }

  function beat(): void {
    for (const { socket } of sessions) {
      if (silent.has(socket)) {
        socket.terminate();
        continue;
      }
      silent.add(socket);
      socket.ping();
    }
  }

  return {
    add(session) {
      sessions.add(session);
      timer ??= setInterval(beat, heartbeatMs);
      session.socket.on('pong', onPong);
      session.onClosed.push(() => {
        sessions.delete(session);
        silent.delete(session.socket);
        if (sessions.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      });
    },
  };
}
