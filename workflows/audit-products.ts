import type { ProductActivities } from '../activities/products/index.js';
import type { AuditReport } from '../domain/products/report.js';
import { steps } from './calls.js';
import { persistent } from './cases/alarms.js';
import type { AuditProducts } from './messages.js';
import { products } from './options.js';
import { readEverything } from './products/read-everything.js';

const { compareProducts, wakeProductSync } = steps<ProductActivities>(products);

/** Compares all products with their replicas, at night or when a person asks. The product sync writes what differs. */
export async function auditProducts({ brand, ask }: AuditProducts): Promise<AuditReport> {
  const { persist, end } = persistent({
    brand,
    name: 'audit-products',
    subject: 'audit of products',
    failing: 'Products cannot be compared.',
  });
  await readEverything(persist);
  const report = await persist(() => compareProducts({ act: ask }));
  if (ask) await persist(() => wakeProductSync());
  await end();
  return report;
}
