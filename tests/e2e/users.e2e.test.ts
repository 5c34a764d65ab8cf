// Users and roles, as an admin works with them: who is here, signing somebody out, and tokens for programs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { startProduct, type Product } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ accounts: 10 });
});
afterAll(() => product.close());

describe('the pages about users', () => {
  it.each([['en', 'light', 1440], ['fi', 'dark', 390]] as const)('are complete and quiet in %s, %s, at %i pixels', async (language, theme, width) => {
    const { page, complaints, open, close } = await product.loginAs('admin', { language, theme, width, path: '/users' });
    for (const path of ['/users', '/users/roles', '/users/tokens']) {
      await open(path);
      await page.locator('h1').waitFor();
      expect({ path, findings: await seriousFindings(page) }).toEqual({ path, findings: [] });
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    }
    expect(complaints).toEqual([]);
    await close();
  });

  it('let an admin sign somebody out, who is told so at their next step', async () => {
    const [admin, sales] = [await product.loginAs('admin', { path: '/users?q=sanna' }), await product.loginAs('sales', { path: '/own-access' })];
    await admin.open('/users?q=sanna');
    await admin.page.getByText('Sanna Sales').click();
    await admin.page.getByRole('button', { name: 'End all sessions' }).click();
    expect(await seriousFindings(admin.page)).toEqual([]);
    await admin.page.getByRole('dialog', { name: 'Sign Sanna Sales out everywhere?' }).getByRole('button', { name: 'End all sessions' }).click();
    await admin.page.getByText('1 session was ended').waitFor();
    await sales.open('/own-access').catch(() => undefined);
    await sales.page.waitForURL(`${product.identityUrl}/interaction/**`);
    await admin.close();
    await sales.close();
  });

  it('make a token that is shown once, works, and works no more when it is revoked', async () => {
    const { page, close } = await product.loginAs('admin', { path: '/users/tokens' });
    await page.getByRole('button', { name: 'Make a token' }).click();
    const form = page.getByRole('dialog', { name: 'A new service token' });
    await form.getByRole('button', { name: 'Make it' }).click();
    await form.getByText('fields').first().waitFor();
    await form.getByLabel('Name').fill('warehouse');
    await form.getByLabel('Roles').click({ force: true });
    await page.getByRole('option', { name: 'Finance' }).click();
    await form.getByLabel('Days it works').fill('30');
    await form.getByRole('button', { name: 'Make it' }).click();
    const token = await form.getByRole('textbox', { name: 'Token' }).inputValue();
    const asks = async (): Promise<number> => (await fetch(`${product.url}/api/v1/billing/board`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await asks()).toBe(200);
    await form.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Revoke warehouse' }).click();
    await page.getByRole('dialog', { name: 'Revoke “warehouse”?' }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('“warehouse” works no more').waitFor();
    expect(await asks()).toBe(401);
    await close();
  });
});
