import { proxyActivities } from '@temporalio/workflow';
import type { nothing } from './nothing.js';

const activities = proxyActivities<{ nothing: typeof nothing }>({ startToCloseTimeout: '10s' });

/** What an order would cost if only the engine were at work: so many activities, one after the other, that do nothing. */
export async function bare({ activities: count }: { readonly activities: number }): Promise<void> {
  for (let nth = 1; nth <= count; nth += 1) await activities.nothing({ nth });
}
