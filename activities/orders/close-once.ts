import type { SitooOrderId } from '../../domain/ids.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce } from '../idempotent.js';

/** Closes an order at the tills, whichever step does it. Closing a closed order changes nothing. */
export async function closeOnce(
  needs: Pick<Dependencies, 'brand' | 'sitoo' | 'records'>,
  number: SitooOrderId,
): Promise<void> {
  const { brand, sitoo } = needs;
  await runOnce(needs, {
    key: `close/${brand.brand}/${number}`,
    system: 'sitoo',
    lookUp: async () => ((await sitoo.orders([number], 'orders'))[0]?.state === 'closed' ? true : undefined),
    act: async () => {
      await sitoo.closeOrder(number);
      return true;
    },
    overwrites: true,
  });
}
