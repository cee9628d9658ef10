import { hasSystem } from '../../domain/installation.js';
import { productMasterOf } from '../../domain/products/master.js';
import type { ProductQuestion } from '../../domain/products/report.js';
import type { Dependencies } from '../dependencies.js';
import { productComparer } from './compare.js';
import { productReader } from './read.js';
import { retryRefusedStock } from './refused-stock.js';
import { tillVatGroups } from './vat-groups.js';
import { notifyWaitingOrders } from './waiting-orders.js';
import { wakeProducts } from './wake-products.js';
import { productWriter } from './write.js';

/** What the product sync and its audit call. */
export function createProductActivities(needs: Dependencies) {
  const { brand, records } = needs;
  const store = records.products;
  const vatGroups = tillVatGroups(needs);

  return {
    ...productReader(needs),
    ...productWriter(needs, vatGroups),
    ...productComparer(needs, vatGroups),

    /** Makes the product sync begin a round now. */
    wakeProductSync: (): Promise<void> => wakeProducts(needs),

    /** Resumes what waited for a product: orders, and stock that the tills refused. */
    async notifyOrdersOfProducts({ since }: { since: string }): Promise<{ notified: number }> {
      if (hasSystem(brand, 'sitoo')) await retryRefusedStock(needs, 'sitoo', () => store.writtenSince(since, 'sitoo'));
      return notifyWaitingOrders(needs, since);
    },

    /** Carries out an answer to a question about a product. */
    async settleProductCase(input: {
      about: ProductQuestion;
      answer: 'retry' | 'skip';
    }): Promise<{ settled: boolean; sentence?: string }> {
      const { about, answer } = input;
      const { system, sku } = about;
      // What a person leaves as it is is not asked again while it says the same.
      if (system === 'centra' || system === productMasterOf(brand)) await wakeProducts(needs, answer === 'retry');
      else if (answer === 'skip') await store.accept(system, sku);
      else if (FIXED_THERE.some((kind) => kind === about.divergence)) await wakeProducts(needs, true);
      else {
        await store.force(system, sku);
        await wakeProducts(needs);
      }
      return { settled: true };
    },
  };
}

/** Nothing of the web shop can be written: a person fixes it there, and all products are read again. */
const FIXED_THERE = ['missing-upstream', 'sku-renamed', 'barcode-shared-downstream', 'unreadable'] as const;

export type ProductActivities = ReturnType<typeof createProductActivities>;
