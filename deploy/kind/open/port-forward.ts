import { type ChildProcess, spawn } from 'node:child_process';
import { waitAfter } from '@cupcakery/kit/tools/backoff';

/** A port of this machine that leads to a service of the cluster. */
export type PortForward = {
  /** Undefined while it does not. */
  port(): number | undefined;
  stop(): void;
};

/** It ends whenever its pod does. */
const pauseMs = { min: 500, max: 5_000 };
const maxMessage = 300;

/**
 * Keeps `kubectl port-forward` running, which ends with its pod: it is started again, on another port and perhaps to another
 * pod, with pauses of up to 5 s for as long as it is wanted.
 * @param options.onProblem called with what kubectl said, once for each kind of end in a row
 */
export function startPortForward(options: {
  namespace: string;
  service: string;
  port: number;
  onProblem(message: string): void;
}): PortForward {
  const { namespace, service, port, onProblem } = options;
  let local: number | undefined;
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let reported = '';
  let stopped = false;

  function start(): void {
    const args = ['port-forward', '--namespace', namespace, `service/${service}`, `:${port}`];
    const forward = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    forward.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(text)?.[1];
      if (found === undefined) return;
      local = Number(found);
      failures = 0;
      reported = '';
    });
    forward.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-maxMessage);
    });
    forward.once('error', (error) => {
      said = String(error);
    });
    forward.once('close', () => {
      local = undefined;
      if (stopped) return;
      failures += 1;
      const message = said.trim().split('\n').at(-1) ?? '';
      if (message !== reported) onProblem(message);
      reported = message;
      timer = setTimeout(start, waitAfter(failures, pauseMs));
    });
    child = forward;
  }
  start();

  return {
    port: () => local,
    stop() {
      stopped = true;
      clearTimeout(timer);
      child?.kill();
    },
  };
}
