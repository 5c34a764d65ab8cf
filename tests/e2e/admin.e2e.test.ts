// The tour of an admin in a real browser: a rule tried, saved and taken back; a connection tested; a setting changed; the first steps.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProduct, type Product } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ accounts: 10 });
});
afterAll(() => product.close());

it('tries a rule on the records there are, saves it, sees it in force with its author, and takes it back', async () => {
  const { page, complaints, close } = await product.loginAs('admin', { path: '/rules?entity=account&field=phone' });
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('radio', { name: 'A person decides' }).first().check();
  await drawer.getByRole('button', { name: 'Show what it would do' }).click();
  await drawer.getByText(/records were looked at|record was looked at/u).waitFor();
  await drawer.getByRole('button', { name: 'Save the rule' }).click();
  await drawer.getByRole('button', { name: 'Take the last change back' }).waitFor();
  await page.keyboard.press('Escape');
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: 'Phone', exact: true }) });
  await row.getByText('A person decides').first().waitFor();
  await row.getByText(/admin/iu).waitFor();
  await row.getByRole('button', { name: 'Phone', exact: true }).click();
  await drawer.getByRole('button', { name: 'Take the last change back' }).click();
  await drawer.getByText('As the installation says').first().waitFor();
  await page.keyboard.press('Escape');
  await row.getByText(/As installed again/u).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('tests a connection and sees the account, and what is known of it in words', async () => {
  const { page, complaints, close } = await product.loginAs('admin', { path: '/connections' });
  const severa = page.getByRole('region', { name: 'Visma Severa' });
  await severa.getByText('Not tested yet').first().waitFor();
  await severa.getByRole('button', { name: 'Test' }).click();
  await severa.getByText('Works', { exact: true }).waitFor();
  await severa.getByText('Add-ons in use').waitFor();
  expect(await severa.getByText('addons', { exact: true }).count()).toBe(0);
  const text = await page.locator('main').innerText();
  expect(text).not.toMatch(/pat-|client_secret|Bearer/u);
  expect(complaints).toEqual([]);
  await close();
});

it('changes a setting, is told what does not fit, and sees who changed it', async () => {
  const { page, complaints, close } = await product.loginAs('admin', { path: '/settings?group=guard' });
  const share = page.getByRole('textbox', { name: 'Share of updates without a question' });
  await share.fill('7');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/at most 1/u).waitFor();
  await share.fill('0.3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The settings are saved.').waitFor();
  await page.getByRole('region', { name: 'Share of updates without a question' }).getByText(/Changed by .*In the file: 0\.2/u).waitFor();
  // A refused save is told by the browser itself.
  expect(complaints.filter((one) => !one.includes('422'))).toEqual([]);
  await close();
});

it('sees that the first steps are done, and keeps the pages from those without the right', async () => {
  const admin = await product.loginAs('admin', { path: '/welcome' });
  await admin.page.getByText('The first sync is done.', { exact: false }).waitFor();
  expect(admin.complaints).toEqual([]);
  await admin.close();
  const sales = await product.loginAs('sales', { path: '/settings' });
  await sales.page.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
  await sales.close();
});
