// A program: the product's full read in a process with little memory, which says how long and how much it took. Usage:
// reading-process.ts OPTIONS HOURS: options as `openProduct` takes them, in JSON; what it took is also noted after so many hours.
// The environment is not looked at.
import { openProduct } from './product.ts';
import type { ProductOptions } from './product.ts';
import { lookAround, readOnce } from './reading.ts';

const [options = '{}', few = '0'] = process.argv.slice(2);
const peakMb = (): number => process.resourceUsage().maxRSS / 1024;
let fewPeakMb: number | null = null;
const product = await openProduct(JSON.parse(options) as ProductOptions, () => Promise.resolve(), (what, count) => {
  if (what === 'read psa workHours' && count >= Number(few)) fewPeakMb ??= peakMb();
});
await lookAround(product);
const reading = await readOnce(product);
process.stdout.write(`${JSON.stringify({ ...reading, peakMb: peakMb(), fewPeakMb })}\n`);
await product.close();
