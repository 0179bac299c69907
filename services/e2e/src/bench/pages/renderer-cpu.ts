import type { Browser, BrowserContextOptions } from 'playwright-core';

/** CPU seconds that a page cost while it was watched. */
export type RendererCpu = {
  /** How long it was watched, s. */
  seconds: number;
  /** Tasks of the page's main thread: script, style, layout, painting. */
  mainThread: number;
  script: number;
  /** Recalculated styles and layout. */
  layout: number;
  /** All threads of all renderer processes and of the process that draws; a browser with one page has one renderer. */
  processes: number;
};

/** What the page needs to load is not counted. */
const settleMs = 5_000;

/**
 * Opens a page and measures the CPU time that it takes while it stays open, as a screen on a wall does.
 * @param browser one without other pages: `processes` counts all of its renderers
 * @param url of the page
 * @param seconds how long to measure, after the page was loaded and has settled
 * @param options the page's viewport and the like; default: 1440 x 900
 * @see https://chromedevtools.github.io/devtools-protocol/tot/Performance/#method-getMetrics
 */
export async function measureRendererCpu(
  browser: Browser,
  url: string,
  seconds: number,
  options: BrowserContextOptions = { viewport: { width: 1440, height: 900 } },
): Promise<RendererCpu> {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const ofPage = await context.newCDPSession(page);
    const ofBrowser = await browser.newBrowserCDPSession();
    await ofPage.send('Performance.enable', { timeDomain: 'threadTicks' });
    const read = async () => {
      const { metrics } = await ofPage.send('Performance.getMetrics');
      const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
      const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
      const drawing = processInfo.filter(({ type }) => type === 'renderer' || type === 'GPU');
      return {
        seconds: performance.now() / 1_000,
        mainThread: metric('TaskDuration'),
        script: metric('ScriptDuration'),
        layout: metric('LayoutDuration') + metric('RecalcStyleDuration'),
        processes: drawing.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
      };
    };
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForTimeout(settleMs);
    const before = await read();
    await page.waitForTimeout(seconds * 1_000);
    const after = await read();
    return {
      seconds: after.seconds - before.seconds,
      mainThread: after.mainThread - before.mainThread,
      script: after.script - before.script,
      layout: after.layout - before.layout,
      processes: after.processes - before.processes,
    };
  } finally {
    await context.close();
  }
}
