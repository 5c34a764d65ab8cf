// A real Chromium: Debian's when it is installed, else the one that comes by npm. Every page opened here keeps what it complained
// about, so a test can expect silence.
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import packaged from '@sparticuz/chromium';

const INSTALLED = '/usr/bin/chromium';

export async function launchBrowser(): Promise<Browser> {
  const executablePath = existsSync(INSTALLED) ? INSTALLED : await packaged.executablePath();
  return chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
}

export interface Visit {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, violations of the content security policy, requests to other hosts. */
  readonly complaints: string[];
  readonly close: () => Promise<void>;
}

export interface VisitOptions {
  readonly address: string;
  readonly language?: 'fi' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly cookies?: Readonly<Record<string, string>>;
}

/** The stories are told at this instant. */
export const NOW = '2026-11-20T09:41:00Z';

export async function visit(browser: Browser, { address, language = 'en', theme = 'light', width = 1440, cookies = {} }: VisitOptions): Promise<Visit> {
  const options: BrowserContextOptions = { viewport: { width, height: 900 }, colorScheme: theme, locale: language === 'fi' ? 'fi-FI' : 'en-GB', timezoneId: 'America/New_York', reducedMotion: 'reduce', acceptDownloads: true };
  const context = await browser.newContext(options);
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value: encodeURIComponent(value), url: address })));
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  const complaints: string[] = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`); });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('request', (request) => { if (!request.url().startsWith(address) && !request.url().startsWith('data:')) complaints.push(`elsewhere: ${request.url()}`); });
  return { page, complaints, close: () => context.close() };
}
