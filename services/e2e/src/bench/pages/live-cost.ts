import { setTimeout as delay } from 'node:timers/promises';
import { startTcpProxy } from '@cupcakery/kit/testing/tcp-proxy';
import type { Browser, CDPSession } from 'playwright-core';
import { openAs } from '../../browser/person.ts';
import { staff, viewport } from './people.ts';

/** What a page that stays open costs while orders pass, all of them placed and finished meanwhile. */
export type LiveCost = {
  /** Of the renderer's main thread, seconds a minute. */
  cpuSeconds: number;
  /** Of WebSocket messages, KB an order: as the page gets them, and as they cross the network. */
  kilobytesPerOrder: number;
  wireKilobytesPerOrder: number;
};

const ordersPerMinute = 60;
/** Until as many orders leave as come. */
const warmUpSeconds = 25;

/** Leaves the front page open for so many seconds, with one order a second. */
export async function measureLiveCost(
  browser: Browser,
  port: number,
  placeOrder: () => Promise<unknown>,
  seconds: number,
): Promise<LiveCost> {
  const proxy = await startTcpProxy(port);
  const context = await openAs(browser, staff, { viewport });
  const stopping = new AbortController();
  const placing = placeSteadily(placeOrder, stopping.signal);
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    const received = { socket: 0, http: 0 };
    devtools.on('Network.webSocketFrameReceived', ({ response }) => {
      received.socket += Buffer.byteLength(response.payloadData);
    });
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
      received.http += encodedDataLength;
    });
    await devtools.send('Network.enable');
    await devtools.send('Performance.enable');
    await page.goto(`http://localhost:${proxy.port}/`);
    await delay(warmUpSeconds * 1000);
    const before = { ...received, wire: proxy.answeredBytes, cpu: await taskSeconds(devtools) };
    await delay(seconds * 1000);
    const cpu = (await taskSeconds(devtools)) - before.cpu;
    const orders = (seconds * ordersPerMinute) / 60;
    const wire = proxy.answeredBytes - before.wire - (received.http - before.http);
    return {
      cpuSeconds: (cpu * 60) / seconds,
      kilobytesPerOrder: (received.socket - before.socket) / orders / 1000,
      wireKilobytesPerOrder: wire / orders / 1000,
    };
  } finally {
    stopping.abort();
    await placing;
    await context.close();
    await proxy.close();
  }
}

async function placeSteadily(placeOrder: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  const placed: Promise<unknown>[] = [];
  for (let n = 0; !signal.aborted; n += 1) {
    placed.push(placeOrder());
    const next = began + ((n + 1) * 60_000) / ordersPerMinute - performance.now();
    await delay(Math.max(0, next), undefined, { signal }).catch(() => {});
  }
  await Promise.all(placed);
}

async function taskSeconds(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}
