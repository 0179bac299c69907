import { connectCupcakery } from '@cupcakery/client/cupcakery';
import type { Order } from '@cupcakery/client/orders';
import { WebSocket } from 'ws';
import { CliError } from '../cli-error.ts';
import { detailsText, whereText } from '../output/order-lines.ts';
import { type CommandAction, flag, type Run, textFlag } from './run-command.ts';

const over = new Set<Order['status']>(['FINISHED', 'CANCELLED', 'SCRAPPED']);

/** Follows orders over a connection that resumes by itself; a line for each change. */
export const watchOrders: CommandAction = async (run, ids, options) => {
  const stage = flag('stage', textFlag, options.stage);
  const { settings, token } = run;
  const cupcakery = connectCupcakery({
    url: `${settings.url.replace(/^http/, 'ws')}/graphql`,
    who: async () => {
      const bearer = await token();
      return bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    },
    webSocketImpl: WebSocket,
  });
  try {
    const filter = {
      ...(ids.length > 0 ? { ids } : {}),
      ...(stage === undefined ? {} : { stages: [stage] }),
    };
    const ended = await follow(
      run,
      cupcakery,
      cupcakery.orders({ workflow: settings.workflow, filter }),
      ids,
    );
    const failed = ended.filter(({ status }) => status !== 'FINISHED');
    if (failed.length > 0)
      throw new CliError(
        'refused',
        failed.map(({ id, status }) => `${id} is ${status.toLowerCase()}`).join('; '),
      );
  } finally {
    cupcakery.stop();
  }
};

type Cupcakery = ReturnType<typeof connectCupcakery>;
type Orders = ReturnType<Cupcakery['orders']>;

/** Resolves with the named orders once all are over; without names, when interrupted. */
function follow(run: Run, { link }: Cupcakery, orders: Orders, ids: readonly string[]): Promise<Order[]> {
  const { out, signal } = run;
  const shown = new Map<string, number>();
  const detach: (() => void)[] = [];
  return new Promise<Order[]>((resolve, reject) => {
    const show = () => {
      const { orders: known, known: isKnown, problem } = orders.get();
      if (problem) reject(new CliError('refused', problem.message, { code: problem.code }));
      for (const order of known.values()) {
        if (shown.get(order.id) === order.version) continue;
        shown.set(order.id, order.version);
        out.event(order, lineOf(order));
      }
      if (!isKnown || ids.length === 0) return;
      const missing = ids.filter((id) => !shown.has(id));
      if (missing.length > 0) reject(notThere(missing));
      const named = ids.flatMap((id) => known.get(id) ?? []);
      if (named.length === ids.length && named.every(({ status }) => over.has(status))) resolve(named);
    };
    let wasLive = false;
    let isLost = false;
    const reportLink = () => {
      const { phase, closed } = link.get();
      if (closed === 'signed-out') reject(signedOut());
      // Later it tries again by itself, as long as it takes.
      else if (phase === 'offline' && !wasLive) reject(noAnswer(run.settings.url));
      else if (phase === 'offline' && !isLost)
        out.note(`${closed === 'restarting' ? 'the server restarts' : 'no connection'}; trying again`);
      else if (phase === 'live' && isLost) out.note('connected again');
      isLost = phase === 'offline' || (isLost && phase !== 'live');
      wasLive ||= phase === 'live';
    };
    detach.push(orders.subscribe(show), link.subscribe(reportLink));
    signal.addEventListener('abort', () => resolve([]), { once: true });
    show();
  }).finally(() => {
    for (const stop of detach) stop();
    orders.stop();
  });
}

const notThere = (ids: readonly string[]) =>
  new CliError('refused', `there is no order ${ids.join(', ')}, or it is not yours to see`, {
    code: 'NOT_FOUND',
  });
const noAnswer = (url: string) =>
  new CliError('unreachable', `${url} accepts no connection`, {
    hint: 'is it running? make up starts it on this machine; --url or cupcakery profile set names another',
  });
const signedOut = () =>
  new CliError('refused', 'not signed in, or the sign-in has ended', { hint: 'sign in: cupcakery login' });

function lineOf(order: Order): string {
  const where = whereText({
    status: order.status.toLowerCase(),
    stage: order.stage,
    stageStatus: order.stageStatus.toLowerCase(),
    claimedBy: order.claimedBy ?? undefined,
  });
  return `${order.updatedAt}  ${order.id}  ${where}  (${detailsText(order.details)})`;
}
