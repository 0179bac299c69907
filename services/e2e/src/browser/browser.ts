import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const programs = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the installed Chromium, without a window. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = programs.find((program) => program && existsSync(program));
  if (!executablePath) throw new Error('no Chromium found: install it, or set CHROMIUM to its program');
  return chromium.launch({ executablePath, args });
}
