import { defineConfig } from 'vitest/config';

const shared = { setupFiles: ['./tests/support/setup.ts'], testTimeout: 60_000, hookTimeout: 60_000 };

/** Whole processes, one command after the other, killed and taken over: `npm run test:long`. The same promises stand in quicker stories of `real`. */
const LONG = ['cli/sync', 'cli/billing', 'cli/backup', 'cli/trouble', 'cli/worker', 'cli/ending', 'cli/undo', 'cli/deeds', 'scenarios/crash', 'bench/bench'].map((name) => `tests/${name}.slow.test.ts`);
const REAL = { globalSetup: ['./tests/support/database-setup.ts'], testTimeout: 180_000, hookTimeout: 180_000 };

// unit: pure and instant. real: PostgreSQL, processes, sockets. e2e: the web app in a real browser.
export default defineConfig({
  test: {
    // Most of the time of a real test is spent waiting for a process or the database: two workers leave a third of two cores idle.
    maxWorkers: 3,
    projects: [
      { test: { ...shared, name: 'unit', include: ['tests/**/*.test.ts'], exclude: ['tests/**/*.pg.test.ts', 'tests/**/*.slow.test.ts', 'tests/**/*.e2e.test.ts'] } },
      // The part of e2e that every change has to pass: sign-in, the frame, one list, and every page in one of two looks.
      { test: { ...shared, name: 'short', include: ['app', 'list', 'login', 'pages'].map((name) => `tests/e2e/${name}.e2e.test.ts`), env: { SAUMA_LOOKS: 'some' }, globalSetup: ['./tests/e2e/support/setup.ts'], testTimeout: 300_000, hookTimeout: 300_000 } },
      { test: { ...shared, name: 'e2e', include: ['tests/e2e/**/*.e2e.test.ts'], globalSetup: ['./tests/e2e/support/setup.ts'], testTimeout: 300_000, hookTimeout: 300_000 } },
      { test: { ...shared, name: 'real', include: ['tests/**/*.pg.test.ts', 'tests/**/*.slow.test.ts'], exclude: LONG, ...REAL } },
      { test: { ...shared, name: 'long', include: LONG, ...REAL } },
    ],
  },
});
