// Comparing: a sweep reads everything there is, and when nothing has changed, that is all it does.
import { median } from '../part.ts';
import type { Part } from '../part.ts';
import { figuresOf } from '../product.ts';
import { timed } from '../stages.ts';

export const compare: Part = {
  name: 'compare',
  title: 'Unchanged records',
  how: 'A sweep over both systems when nothing has changed: every record is read, compared with what is known of it, and left alone.',
  run: async (stages) => {
    const stage = await stages.synced();
    await stage.settle();
    const rates: number[] = [];
    let records = 0;
    for (let turn = 1; turn <= stages.sizes.runs; turn++) {
      stages.say(`a sweep, ${turn} of ${stages.sizes.runs}`);
      const { seconds, value: results } = await timed(() => stage.product.run({ sweep: true }));
      const { read, written } = figuresOf(results);
      if (written > 0) throw new Error(`a sweep wrote ${written} records although nothing had changed`);
      records = read;
      rates.push(read / seconds);
      await stage.settle();
    }
    return [{ what: `sweep of ${records} records`, measured: { value: median(rates), unit: 'records/s' }, against: null }];
  },
};
