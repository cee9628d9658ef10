import { auditProducts } from '../../domain/products/audit.js';
import { type AuditReport, type ProductQuestion, reportOf } from '../../domain/products/report.js';
import type { Dependencies } from '../dependencies.js';
import { productQuestions } from './product-cases.js';
import { productReader } from './read.js';
import { retryRefusedStock } from './refused-stock.js';
import { notifyWaitingOrders } from './waiting-orders.js';
import { wakeProducts } from './wake-products.js';
import { productWriter } from './write.js';

/** What carrying products down is made of. */
export function createProductActivities(needs: Dependencies) {
  const { brand, records } = needs;
  const book = records.products;
  const questions = productQuestions(needs);

  return {
    ...productReader(needs),
    ...productWriter(needs),

    /** Compares what was read. `act`: what is clear is put on the list to be written, the rest is asked. */
    async compareProducts({ act }: { act: boolean }): Promise<AuditReport> {
      const { fields } = brand.products;
      const masters = await book.masters();
      const audit = auditProducts({
        masters,
        replicas: { sitoo: await book.replicas('sitoo'), wms: await book.replicas('wms') },
        ownership: {
          name: fields.name.onDownstreamEdit,
          price: fields.price.onDownstreamEdit,
          barcode: fields.barcode.onDownstreamEdit,
          status: fields.status.onDownstreamEdit,
        },
      });
      if (act) {
        await book.setDue('sitoo', audit.due.sitoo);
        await book.setDue('wms', audit.due.wms);
        await book.agree('sitoo', audit.agreed.sitoo);
        await book.agree('wms', audit.agreed.wms);
        await questions.about(audit.divergences);
      }
      return reportOf(audit, masters.length);
    },

    /** The process that carries products down shall look now. */
    wakeProductSync: (): Promise<void> => wakeProducts(needs),

    /** What waited for a product goes on: its orders, and its stock where it was refused. */
    async notifyOrdersOfProducts({ since }: { since: string }): Promise<{ notified: number }> {
      await retryRefusedStock(needs, 'sitoo', () => book.writtenSince(since, 'sitoo'));
      return notifyWaitingOrders(needs, since);
    },

    /** Carries out an answer to a question about a product. */
    async settleProductCase(input: {
      about: ProductQuestion;
      answer: 'retry' | 'skip';
    }): Promise<{ settled: boolean; sentence?: string }> {
      const { about, answer } = input;
      const { system, sku } = about;
      if (system === 'centra') await wakeProducts(needs, answer === 'retry');
      else if (answer === 'skip') await book.accept(system, sku);
      else if (NEEDS_A_LOOK.some((kind) => kind === about.divergence)) await wakeProducts(needs, true);
      else {
        await book.force(system, sku);
        await wakeProducts(needs);
      }
      return { settled: true };
    },
  };
}

/** Nothing of ours can be written: a person mends it there, and the products are read anew. */
const NEEDS_A_LOOK = ['missing-upstream', 'sku-renamed', 'barcode-shared-downstream'] as const;

export type ProductActivities = ReturnType<typeof createProductActivities>;
