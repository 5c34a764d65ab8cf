import { defineConfig } from 'vitest/config';

const shared = { setupFiles: ['./tests/support/setup.ts'], testTimeout: 60_000, hookTimeout: 60_000 };

// unit: pure and instant. real: PostgreSQL, processes, sockets.
export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'unit', include: ['tests/**/*.test.ts'], exclude: ['tests/**/*.pg.test.ts', 'tests/**/*.slow.test.ts'] } },
      { test: { ...shared, name: 'real', include: ['tests/**/*.pg.test.ts', 'tests/**/*.slow.test.ts'], testTimeout: 180_000, hookTimeout: 180_000 } },
    ],
  },
});
