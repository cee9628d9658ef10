import type { ProductActivities } from '../../activities/products/index.js';
import { type MakeStep, steps } from '../calls.js';
import { products } from '../options.js';

const { readProductPages } = steps<ProductActivities>(products);

/** Reads the products of the web shop, their prices, and both replicas, a stretch of pages at a time. */
export async function readEverything(make: MakeStep, onPages: (pages: number) => void = () => {}): Promise<void> {
  for (const what of ['masters', 'prices', 'sitoo', 'wms'] as const)
    for (let done = false; !done; ) {
      const read = await make(() => readProductPages({ what }));
      onPages(read.pages);
      done = read.done;
    }
}
