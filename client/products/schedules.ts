import { ScheduleOverlapPolicy } from '@temporalio/client';
import { type Brand, paced } from '../../config/brand.js';
import { auditProductsWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { WantedSchedule } from '../schedules.js';

const DAY_MS = 24 * 60 * 60_000;
/** A rehearsal that hurries compares not more often than this. */
const AT_MOST_EVERY_MS = 60_000;

/** The schedules of products a brand may have: the nightly comparison. */
export const productScheduleIds = (brand: string): string[] => [auditProductsWorkflowId(brand)];

/** When all products are compared. */
export function wantedProductSchedules(brand: Brand): WantedSchedule[] {
  const scheduleId = auditProductsWorkflowId(brand.brand);
  const { sync, audit } = brand.products;
  if (sync === 'off' || audit === 'off')
    return [{ scheduleId, unwanted: `products.${sync === 'off' ? 'sync' : 'audit'} is off` }];
  const [hour = 0, minute = 0] = audit.split(':').map(Number);
  return [
    {
      scheduleId,
      options: {
        scheduleId,
        spec:
          brand.rehearsalSpeed > 1
            ? { intervals: [{ every: Math.max(AT_MOST_EVERY_MS, paced(brand, DAY_MS)) }] }
            : { calendars: [{ hour, minute, comment: `every day at ${audit}` }], timezone: brand.timezone },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '4h' },
        action: {
          type: 'startWorkflow',
          workflowType: 'auditProducts',
          workflowId: scheduleId,
          taskQueue: taskQueueOf(brand.brand),
          args: [{ brand: brand.brand, ask: true }],
        },
      },
    },
  ];
}
