// Where the web app begins: the product's pages and the browser's clock.
import { PAGES } from './page-list.ts';
import { start } from './start.tsx';

await start(PAGES, () => Date.now());
