// What every file of end-to-end tests needs: the stories served (setup.ts built them), a browser, and visits that have to stay quiet.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launchBrowser, visit, type Visit, type VisitOptions } from './browser.ts';
import { STORIES } from './output.ts';
import { serveStories, type StoryServer } from './story-server.ts';

export interface StorySuite {
  readonly server: () => StoryServer;
  readonly browser: () => Browser;
  readonly open: (path: string, options?: Partial<VisitOptions>) => Promise<Visit>;
  /** Runs the body, expects that nothing complained meanwhile, and closes what it opened. */
  readonly quietly: (body: () => Promise<void>) => () => Promise<void>;
}

export function storySuite(): StorySuite {
  let server: StoryServer;
  let browser: Browser;
  let opened: Visit[] = [];
  beforeAll(async () => {
    server = await serveStories(STORIES);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return {
    server: () => server,
    browser: () => browser,
    open: async (path, options = {}) => {
      const visited = await visit(browser, { address: server.address, cookies: { role: 'sales management' }, ...options });
      opened.push(visited);
      await visited.page.goto(server.address + path);
      return visited;
    },
    quietly: (body) => async () => {
      opened = [];
      await body();
      expect(opened.flatMap(({ complaints }) => complaints)).toEqual([]);
      for (const { close } of opened) await close();
    },
  };
}
