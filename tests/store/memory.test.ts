// The memory store under the contract that every store keeps.
import { createMemory } from '../../src/store/memory/store.ts';
import { describeStore } from './contract.ts';
import { counter, testClock } from './contract/bench.ts';

// oxlint-disable-next-line require-await -- as asynchronous as every store
describeStore('memory', async () => {
  const clock = testClock();
  const memory = createMemory({ clock, newId: counter() });
  return { clock, workspace: (name) => memory.workspace(name) };
});
