import { proxyActivities } from '@temporalio/workflow';
import type { ProductActivities } from '../activities/products/index.js';
import type { AuditReport } from '../domain/products/report.js';
import type { AuditProducts } from './messages.js';
import { products } from './options.js';
import { readEverything } from './products/read-everything.js';

const { compareProducts, wakeProductSync } = proxyActivities<ProductActivities>(products);

/** Compares all products with their replicas, at night or when a person asks. The product sync writes what differs. */
export async function auditProducts({ ask }: AuditProducts): Promise<AuditReport> {
  await readEverything();
  const report = await compareProducts({ act: ask });
  if (ask) await wakeProductSync();
  return report;
}
