// The API's own page in a real browser: it shows every operation, loads nothing from elsewhere, and breaks no rule of its policy.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../src/api/contract.ts';
import { serveApi, type ApiServer } from '../../src/api/server.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { openBench } from '../api/bench.ts';
import { launchBrowser } from './support/browser.ts';
import { OUTPUT } from './support/output.ts';

let server: ApiServer;
let browser: Browser;
beforeAll(async () => {
  server = await serveApi({ ...openBench({ clock: systemClock, webApp: new Map([['/favicon.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')]]) }).api, port: 0 });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

describe('the page of the API', () => {
  it('shows every operation from this server alone', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => { if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) complaints.push(`elsewhere: ${request.url()}`); });
    await page.goto(`${server.url}/api/docs`);
    await page.locator('.opblock-tag').first().waitFor();
    const tags = await page.locator('.opblock-tag').evaluateAll((elements) => elements.map((element) => element.getAttribute('data-tag')));
    expect(new Set(tags)).toEqual(new Set(Object.values(CONTRACTS).map(({ path }) => path.split('/')[1])));
    await page.locator('.opblock-tag[data-tag="billing"]').click();
    await page.locator('#operations-billing-board .opblock-summary-control').click();
    await page.locator('#operations-billing-board').getByText('Needs the rights: to read billableFlow.').waitFor();
    mkdirSync(join(OUTPUT, 'pictures'), { recursive: true });
    await page.screenshot({ path: join(OUTPUT, 'pictures', 'api-docs.png') });
    expect(complaints).toEqual([]);
    await page.close();
  });
});
