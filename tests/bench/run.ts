// Runs parts one after the other and says how far it is. Invariant: whatever a part fails with, everything it opened is closed.
import type { Part } from './part.ts';
import type { Measured } from './report.ts';
import type { Sizes } from './sizes.ts';
import { openStages, timed } from './stages.ts';

export async function measure(parts: readonly Part[], sizes: Sizes, say: (text: string) => void): Promise<readonly Measured[]> {
  const stages = openStages(sizes, say);
  try {
    const measured: Measured[] = [];
    for (const part of parts) {
      const { name, title, how } = part;
      say(`== ${title} (${name})`);
      const { seconds, value: rows } = await timed(() => part.run(stages));
      measured.push({ name, title, how, rows, seconds });
    }
    return measured;
  } finally {
    await stages.close();
  }
}
