// A list of 100,000 rows in a real browser: paging, order, filters, selection, keys, export, columns.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { storySuite } from './support/story-suite.ts';

const { server, open, quietly } = storySuite();

function rows(page: Page): Locator {
  return page.locator('tbody tr');
}

describe('a list', () => {
  it('turns its pages by cursor, both ways, and its address opens the same page', quietly(async () => {
    const { page } = await open('/invoices?limit=100');
    await page.getByText('1–100 of 100,000').waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('101–200 of 100,000').waitFor();
    await expect.poll(() => rows(page).first().locator('td').nth(1).textContent()).toBe('309900');
    expect(new URL(page.url()).searchParams.get('cursor')).toBe('100');
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('201–300 of 100,000').waitFor();
    await page.getByRole('button', { name: 'Previous page' }).click();
    await page.getByText('101–200 of 100,000').waitFor();
    await page.goBack();
    await page.getByText('201–300 of 100,000').waitFor();
    const { page: other } = await open(page.url().slice(server().address.length));
    await other.getByText('201–300 of 100,000').waitFor();
    expect(await rows(other).count()).toBe(100);
    await other.getByRole('button', { name: 'Previous page' }).click();
    await other.getByText('1–100 of 100,000').waitFor();
  }));

  it('is sorted by its heads, with the keyboard too', quietly(async () => {
    const { page } = await open('/invoices');
    const head = page.getByRole('columnheader', { name: 'Amount' }).getByRole('button');
    await head.click();
    await page.waitForURL('**/invoices?sort=amount');
    await page.getByRole('button', { name: 'Amount Ascending' }).press('Enter');
    await page.waitForURL('**/invoices?sort=-amount');
    await page.getByRole('button', { name: 'Amount Descending' }).click();
    await page.waitForURL('**/invoices');
  }));

  it('is narrowed by filters that show as pills and stay in the address', quietly(async () => {
    const { page } = await open('/invoices?cursor=100&page=3');
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'State' }).press('ArrowDown');
    await page.getByRole('option', { name: 'Overdue' }).click();
    await page.waitForURL('**/invoices?state=overdue');
    await page.getByRole('button', { name: 'Remove the filter State: Overdue' }).click({ force: true });
    await page.waitForURL('**/invoices');
    await page.getByRole('searchbox').fill('nobody has this name');
    await page.getByText('Nothing matches these filters').waitFor();
  }));

  it('is gone through with j, k, x and Enter', quietly(async () => {
    // With a choice of workspaces in the header, whose closed list must not take the keys.
    const { page } = await open('/invoices', { cookies: { role: 'sales management', workspaces: 'two' } });
    await rows(page).first().waitFor();
    for (const key of ['j', 'j', 'x', 'j', 'x', 'k']) await page.keyboard.press(key);
    await page.getByText('2 rows selected').waitFor();
    expect(await rows(page).nth(1).locator('input').isChecked()).toBe(true);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/accounts/1');
  }));

  it('does with all matching rows what was asked, once it was confirmed', quietly(async () => {
    const { page } = await open('/invoices?state=overdue');
    await rows(page).first().waitFor();
    await page.getByLabel('Select all rows of this page').check();
    await page.getByText('50 rows selected').waitFor();
    await page.getByRole('button', { name: /Select all 24,9\d\d that match/u }).click();
    await page.getByRole('button', { name: 'Send a reminder' }).click();
    await page.getByRole('dialog', { name: 'Send reminders?' }).getByRole('button', { name: 'Send a reminder' }).click();
    await page.getByText('The reminders are sent').waitFor();
    await page.getByRole('button', { name: 'Clear the selection' }).waitFor({ state: 'detached' });
  }));

  it('is exported with its filters', quietly(async () => {
    const { page } = await open('/invoices?state=draft&sort=-amount');
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()]);
    expect(new URL(download.url()).search).toBe('?state=draft&sort=-amount&format=csv');
    expect(readFileSync(await download.path(), 'utf8').split('\r\n')).toHaveLength(7);
  }));

  it('remembers which columns are hidden', quietly(async () => {
    const { page } = await open('/invoices');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Owner' }).check();
    await page.getByRole('checkbox', { name: 'Project' }).uncheck();
    await page.reload();
    await page.getByRole('columnheader', { name: 'Owner' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Project' }).count()).toBe(0);
  }));
});
