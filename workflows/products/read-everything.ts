import { proxyActivities } from '@temporalio/workflow';
import type { ProductActivities } from '../../activities/products/index.js';
import { products } from '../options.js';

const { readProductPages } = proxyActivities<ProductActivities>(products);

/** Reads the products of the web shop, their prices, and both replicas, a stretch of pages at a time. */
export async function readEverything(onPages: (pages: number) => void = () => {}): Promise<void> {
  for (const what of ['masters', 'prices', 'sitoo', 'wms'] as const)
    for (let done = false; !done; ) {
      const read = await readProductPages({ what });
      onPages(read.pages);
      done = read.done;
    }
}
