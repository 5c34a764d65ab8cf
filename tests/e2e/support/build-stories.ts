// Builds the web app with the stories in the place of its pages: the same entry, frame and settings, another list of pages.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { webBuild } from '../../../vite.config.ts';

const root = resolve(import.meta.dirname, '../../..');

const storiesForPages: Plugin = {
  name: 'stories-for-pages',
  enforce: 'pre',
  resolveId: (source) => (source === './page-list.ts' ? resolve(root, 'tests/e2e/stories/page-list.ts') : null),
};

/**
 * The stories run on React's development build, which warns of more; the product is built as it is shipped.
 * @returns the folder
 */
export async function buildWeb(kind: 'product' | 'stories', outDir: string): Promise<string> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = kind === 'product' ? 'production' : 'development';
  rmSync(outDir, { recursive: true, force: true });
  await build({
    ...webBuild,
    configFile: false,
    logLevel: 'error',
    root: resolve(root, 'src/web'),
    plugins: [...webBuild.plugins, ...(kind === 'stories' ? [storiesForPages] : [])],
    build: { ...webBuild.build, outDir },
  });
  process.env['NODE_ENV'] = before;
  return outDir;
}
