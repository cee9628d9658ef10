import { hasSystem } from '../../domain/installation.js';
import { auditProducts } from '../../domain/products/audit.js';
import { productMasterOf, replicaSystemsOf } from '../../domain/products/master.js';
import { type AuditReport, type ProductQuestion, reportOf } from '../../domain/products/report.js';
import type { Dependencies } from '../dependencies.js';
import { productQuestions } from './product-cases.js';
import { OVERLAP_MS, PRICES_COMPARED, productReader } from './read.js';
import { retryRefusedStock } from './refused-stock.js';
import { notifyWaitingOrders } from './waiting-orders.js';
import { wakeProducts } from './wake-products.js';
import { productWriter } from './write.js';

/** What the product sync and its audit call. */
export function createProductActivities(needs: Dependencies) {
  const { brand, records } = needs;
  const store = records.products;
  const questions = productQuestions(needs);

  return {
    ...productReader(needs),
    ...productWriter(needs),

    /** Compares what was read. `act`: what is clear is put on the list to be written, people are asked about the rest. */
    async compareProducts({ act }: { act: boolean }): Promise<AuditReport> {
      const { fields } = brand.products;
      const comparedAt = Date.now();
      const masters = await store.masters();
      const audit = auditProducts({
        master: productMasterOf(brand),
        systems: replicaSystemsOf(brand),
        masters,
        replicas: { sitoo: await store.replicas('sitoo'), wms: await store.replicas('wms') },
        ownership: {
          name: fields.name.onDownstreamEdit,
          price: fields.price.onDownstreamEdit,
          barcode: fields.barcode.onDownstreamEdit,
          status: fields.status.onDownstreamEdit,
        },
      });
      if (act) {
        await store.setDue('sitoo', audit.due.sitoo);
        await store.setDue('wms', audit.due.wms);
        await store.recordAgreement('sitoo', audit.agreed.sitoo);
        await store.recordAgreement('wms', audit.agreed.wms);
        await questions.about(audit.divergences);
        await records.cursors.set(PRICES_COMPARED, String(comparedAt - OVERLAP_MS));
      }
      return reportOf(audit, masters.length);
    },

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
const FIXED_THERE = ['missing-upstream', 'sku-renamed', 'barcode-shared-downstream'] as const;

export type ProductActivities = ReturnType<typeof createProductActivities>;
