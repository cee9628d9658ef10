import type { Brand } from '../../domain/brand.js';
import { auditProductsWorkflowId } from '../../domain/names.js';
import { nightly, startsOne, type WantedSchedule } from './schedule-options.js';

/** A fast rehearsal audits at most this often. */
const AT_MOST_EVERY_MS = 60_000;

/** Ids of the product schedules that a brand may have: the nightly audit. */
export const productScheduleIds = (brand: string): string[] => [auditProductsWorkflowId(brand)];

/** When all products are audited. */
export function wantedProductSchedules(brand: Brand): WantedSchedule[] {
  const scheduleId = auditProductsWorkflowId(brand.brand);
  const { sync, audit } = brand.products;
  if (sync === 'off') return [{ scheduleId, unwanted: 'products.sync is off' }];
  if (audit === 'off') return [{ scheduleId, unwanted: 'products.audit is off' }];
  const spec = nightly(brand, audit, AT_MOST_EVERY_MS);
  const options = {
    scheduleId,
    spec,
    catchupWindow: '4h',
    workflowType: 'auditProducts',
    more: { ask: true },
  } as const;
  return [{ scheduleId, options: startsOne(brand, options) }];
}
