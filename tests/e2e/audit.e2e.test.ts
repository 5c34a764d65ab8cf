// The audit in a real browser: what somebody did and what somebody was refused is there a moment later, in words, and can be taken along.
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { OUTPUT } from './support/output.ts';
import { startProduct, type Product } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ accounts: 5 });
});
afterAll(() => product.close());

/** A call of the session as a page of ours makes it. */
async function change(role: 'finance' | 'sales', text: string): Promise<number> {
  const { page, close } = await product.loginAs(role);
  const { csrfToken } = (await (await page.request.get(`${product.url}/api/v1/session`)).json()) as { csrfToken: string };
  const accounts = (await (await page.request.get(`${product.url}/api/v1/accounts?limit=1`)).json()) as { items: { id: string }[] };
  const reply = await page.request.post(`${product.url}/api/v1/remarks/account/${accounts.items[0]?.id ?? ''}`, { headers: { 'x-csrf-token': csrfToken, 'content-type': 'application/json' }, data: { text } });
  await close();
  return reply.status();
}

describe('the audit', () => {
  it('says who did what and who was refused, never what was written, and is taken along as a file', async () => {
    expect([await change('finance', 'Order 4711'), await change('sales', 'Order 4712')]).toEqual([200, 403]);
    const { page, complaints, open, close } = await product.loginAs('admin', { path: '/audit' });
    await page.getByText('Wrote a billing remark').first().waitFor();
    expect(await page.getByText('Wrote a billing remark').count()).toBe(2);
    expect(await page.getByText('Signed in').count()).toBeGreaterThan(0);
    expect(await page.getByText(/Order 471/u).count()).toBe(0);
    await open('/audit?outcome=refused');
    await page.getByText('Wrote a billing remark').waitFor();
    expect(await page.getByText('Signed in').count()).toBe(0);
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()]);
    const file = await readFile(await download.path(), 'utf8');
    expect(file).toContain('Wrote a billing remark');
    expect(file).not.toContain('Signed in');
    expect(complaints).toEqual([]);
    await close();
  });

  it('is read whole on request, and says whether it is as it was written', async () => {
    const { page, complaints, close } = await product.loginAs('privacyOfficer', { path: '/audit' });
    await page.getByRole('button', { name: 'Check the whole audit' }).click();
    await page.getByText('Whole and in order').waitFor();
    expect(await page.getByText(/^Lines: \d+\. Nobody has changed/u).count()).toBe(1);
    expect(complaints).toEqual([]);
    await close();
  });

  it('can be read by everybody, in both languages and themes, wide and narrow', async () => {
    mkdirSync(join(OUTPUT, 'pictures'), { recursive: true });
    for (const [language, theme, width] of [['en', 'light', 1440], ['fi', 'dark', 1440], ['fi', 'light', 390], ['en', 'dark', 390]] as const) {
      const { page, complaints, close } = await product.loginAs('privacyOfficer', { language, theme, width, path: '/audit' });
      await page.getByText(language === 'fi' ? 'Kirjautui sisään' : 'Signed in').first().waitFor();
      await page.getByRole('button', { name: language === 'fi' ? 'Tarkista koko loki' : 'Check the whole audit' }).click();
      await page.getByText(language === 'fi' ? 'Ehjä ja järjestyksessä' : 'Whole and in order').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      await page.screenshot({ path: join(OUTPUT, 'pictures', `product-audit-${language}-${theme}-${width}.png`) });
      expect(complaints).toEqual([]);
      await close();
    }
  });
});
