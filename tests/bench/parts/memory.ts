// Memory: how much a process takes at most for a first sync, and whether that grows with the data.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Part } from '../part.ts';
import type { ProductOptions } from '../product.ts';
import type { Stages } from '../stages.ts';

const PROGRAM = fileURLToPath(new URL('../product-process.ts', import.meta.url));
const HEAP_MB = 256;

export const memory: Part = {
  name: 'memory',
  title: 'Memory',
  how: `Resident memory at its peak of a process of its own during the first sync, under --max-old-space-size=${HEAP_MB}; sandboxes and database are other processes. 1 would be memory that does not depend on the data at all.`,
  run: async (stages) => {
    const [small, large] = stages.sizes.memory;
    const less = await peakOf(stages, small);
    const more = await peakOf(stages, large);
    return [
      {
        what: `first sync of ${more.read} records`,
        measured: { value: more.peakMb, unit: 'MB' },
        against: { value: less.peakMb, unit: 'MB', what: `first sync of ${less.read} records` },
      },
    ];
  },
};

async function peakOf(stages: Stages, accounts: number): Promise<{ readonly read: number; readonly peakMb: number }> {
  stages.say(`memory of a first sync with ${accounts} companies`);
  const vendors = await stages.vendors({ accounts, quota: false });
  const options: ProductOptions = { dataDir: stages.dataDirectory(), variables: vendors.variables, pacing: 'off' };
  const { stdout } = await promisify(execFile)(process.execPath, [`--max-old-space-size=${HEAP_MB}`, PROGRAM, JSON.stringify(options)]);
  await vendors.close();
  return JSON.parse(stdout) as { read: number; peakMb: number };
}
