// Every story page in both languages and themes, wide and narrow: it complains about nothing, axe-core finds nothing serious, it
// does not scroll sideways, and a picture of it is left for a person to look at.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { visit } from './support/browser.ts';
import { OUTPUT } from './support/output.ts';
import { storySuite } from './support/story-suite.ts';

const { server, browser } = storySuite();
const pictures = join(OUTPUT, 'pictures');

const PAGES = [
  ['home', '/', 'h1'], ['own-access', '/own-access', 'h1'], ['invoices', '/invoices', 'tbody tr, ul li'], ['invoices-filtered', '/invoices?state=overdue&state=sent&dueFrom=2026-01-01&sort=-amount', 'tbody tr, ul li'],
  ['reports', '/reports', '.recharts-surface'], ['conflicts', '/conflicts', 'mark'], ['account', '/accounts/12', 'time'], ['contact', '/contact', 'form'], ['runs', '/runs', 'text=62'], ['empty', '/accounts', 'a:has-text("yhteydet"), a:has-text("connections")'],
  ['broken', '/broken', '[role=alert]'], ['crash', '/crash', 'h1'], ['no-right', '/audit', 'h1'], ['not-found', '/nowhere', 'h1'],
] as const;
const LOOKS = (['en', 'fi'] as const).flatMap((language) => (['light', 'dark'] as const).flatMap((theme) => ([1440, 390] as const).map((width) => ({ language, theme, width }))));

/** What these pages are about is a failure that the browser reports itself. */
const EXPECTED: Readonly<Record<string, RegExp>> = { broken: /503/u, crash: /planted/u, runs: /INCOMPLETE_CHUNKED/u };

beforeAll(() => {
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
});

describe.each(LOOKS)('in $language, $theme, $width pixels wide', ({ language, theme, width }) => {
  it('every page is quiet, readable for everybody and no wider than the screen', async () => {
    const found: Record<string, readonly string[]> = {};
    const { page, complaints, close } = await visit(browser(), { address: server().address, language, theme, width, cookies: { role: 'sales management' } });
    for (const [name, path, sign] of PAGES) {
      complaints.length = 0;
      await page.goto(server().address + path);
      await page.locator(sign).first().waitFor();
      const findings = await seriousFindings(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await page.screenshot({ path: join(pictures, `${name}-${language}-${theme}-${width}.png`), fullPage: width === 390 && name !== 'invoices' && name !== 'invoices-filtered' });
      const own = complaints.filter((each) => !EXPECTED[name]?.test(each));
      const all = [...own, ...findings, ...(overflow > 0 ? [`${overflow} pixels too wide`] : [])];
      if (all.length > 0) found[name] = all;
    }
    await close();
    expect(found).toEqual({});
  });
});
