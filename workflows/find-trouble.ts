import type { TroubleActivities } from '../activities/trouble/find-trouble.js';
import { steps } from './calls.js';
import { persistent } from './cases/alarms.js';
import { bulkRead } from './options.js';

const activities = steps<TroubleActivities>(bulkRead);

/** Started by a Schedule: finds workflows that failed, were ended by hand or cannot go on, and asks about each. */
export async function findTrouble({ brand }: { readonly brand: string }): Promise<{ found: number }> {
  const { persist, end } = persistent({
    brand,
    name: 'find-trouble',
    subject: 'search for trouble',
    failing: 'Workflows that need a person cannot be looked for.',
  });
  const found = await persist(() => activities.findTrouble());
  await end();
  return found;
}
