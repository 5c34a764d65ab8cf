// A program: the product's first sync in a process with little memory, which says how much it took at most. Usage:
// product-process.ts OPTIONS, as `openProduct` takes them, in JSON; the environment is not looked at.
import { figuresOf, openProduct } from './product.ts';
import type { ProductOptions } from './product.ts';

const product = await openProduct(JSON.parse(process.argv[2] ?? '{}') as ProductOptions, () => Promise.resolve());
const { read } = figuresOf(await product.run());
process.stdout.write(`${JSON.stringify({ read, peakMb: process.resourceUsage().maxRSS / 1024 })}\n`);
await product.close();
