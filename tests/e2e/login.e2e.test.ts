// Signing in and out of the product by its real login: the demo's identity provider, every role, in a real browser.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import rolesFile from '../../config/roles.json' with { type: 'json' };
import { seriousFindings } from './support/accessibility.ts';
import { startProduct, type Product, type Role } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ accounts: 10 });
});
afterAll(() => product.close());

const ROLES = Object.keys(rolesFile) as Role[];

describe('the sign-in', () => {
  it('asks who one is, and leads back to the page that was asked for', async () => {
    const { page, close } = await product.visit();
    await page.goto(`${product.url}/own-access?tab=rights`);
    await page.waitForURL(`${product.identityUrl}/interaction/**`);
    expect(await page.getByRole('listitem').count()).toBe(ROLES.length);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Finance' }).click();
    await page.waitForURL(`${product.url}/own-access?tab=rights`);
    await page.getByText('Fredrik Finance').first().waitFor();
    await close();
  });

  it.each(ROLES)('lets %s in, with what the role may see and nothing else', async (role) => {
    const { page, complaints, close } = await product.loginAs(role);
    const session = (await (await page.request.get(`${product.url}/api/v1/session`)).json()) as { roles: { name: string }[]; reads: string[]; changes: string[] };
    expect(session.roles.map(({ name }) => name)).toEqual([role]);
    expect({ reads: session.reads, changes: session.changes }).toEqual({ reads: rolesFile[role].reads, changes: rolesFile[role].changes });
    await page.getByRole('navigation').first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('ends with the session: whoever has left is asked again, and can be somebody else', async () => {
    const { page, close } = await product.loginAs('sales');
    await page.getByRole('button', { name: /Sanna Sales/u }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You have signed out' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect((await page.request.get(`${product.url}/api/v1/session`)).status()).toBe(401);
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await page.getByRole('link', { name: 'Management' }).click();
    await page.getByText('Mikael Management').first().waitFor();
    await close();
  });

  it('that is over says so, and comes back to the same page', async () => {
    const { page, open, close } = await product.loginAs('management', { path: '/own-access?tab=rights' });
    const csrf = ((await (await page.request.get(`${product.url}/api/v1/session`)).json()) as { csrfToken: string }).csrfToken;
    // Ended elsewhere, as an admin does it.
    await page.request.post(`${product.url}/api/v1/session/end`, { headers: { 'x-csrf-token': csrf }, data: {} });
    await open('/own-access?tab=rights');
    await page.getByRole('link', { name: 'Management' }).click();
    await page.waitForURL(`${product.url}/own-access?tab=rights`);
    await close();
  });
});
