// Once before all end-to-end tests: the browser is unpacked (two files of tests doing so at once would trip over each other) and
// the stories are built.
import { launchBrowser } from './browser.ts';
import { buildWeb } from './build-stories.ts';
import { STORIES } from './output.ts';

export async function setup(): Promise<void> {
  await (await launchBrowser()).close();
  await buildWeb('stories', STORIES);
}
